"""What a manager is asked, and what the applicant hears of the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import Fulfilment
from applications.queries.applications import monthly_hours
from notifications import kinds


def register() -> None:
    for name, label in (
        ("consent_asked", _("A manager is asked to agree")),
        ("consent_answered", _("The manager has answered")),
    ):
        kinds.register(name, app="applications", label=label, make_context=_about_consent)


def _about_consent(message) -> dict:
    number = int(message.about.split("/")[0].removeprefix("fulfilment:"))
    found = Fulfilment.objects.select_related(
        "application__cycle__program", "application__role", "application__person"
    ).get(pk=number)
    application, cycle = found.application, found.application.cycle
    status = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    return {
        "applicant": application.person,
        "cycle": cycle,
        "role": application.role,
        "hours": monthly_hours(cycle, pairs=application.capacity),
        "agrees": message.about.endswith("yes"),
        "link": settings.BASE_URL + reverse("applications:consent", args=[found.pk]),
        "status_link": settings.BASE_URL + status,
    }
