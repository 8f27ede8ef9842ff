"""What participants are told about surveys."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from notifications import due, kinds
from programs.actions import surveys
from surveys.models import Invitation


def register() -> None:
    due.register("surveys", surveys.open_due)
    due.register("survey reminders", surveys.remind_due)
    for name, label in (
        ("survey_opened", _("A survey is open")),
        ("survey_reminder", _("Reminder of a survey")),
    ):
        kinds.register(name, app="programs", label=label, make_context=_about_survey)


def _about_survey(message) -> dict:
    number = int(message.about.split("/")[0].removeprefix("invitation:"))
    invitation = Invitation.objects.select_related(
        "survey__questionnaire", "survey__cycle_survey__cycle__program"
    ).get(pk=number)
    survey, cycle = invitation.survey, invitation.survey.cycle_survey.cycle
    closes = ""
    if survey.closes_at is not None:
        last = survey.last_minute.astimezone(cycle.tzinfo)
        closes = f"{date_format(last, 'D j F Y, H:i')} ({cycle.zone.replace('_', ' ')})"
    return {
        "survey": survey,
        "cycle": cycle,
        "closes": closes,
        "link": settings.BASE_URL + reverse("surveys:answer", args=[invitation.pk]),
    }
