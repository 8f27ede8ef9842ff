"""What participants are told about surveys."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind, News, Reminder, Sending
from notifications.models import UNLISTED, Message
from people.zones import moment_in_words
from programs.models import Cycle
from programs.queries import survey_invitations
from surveys.models import Invitation, Survey

WEEK = timedelta(days=7)


class _AboutInvitation(Kind):
    rows = Invitation.objects.select_related(
        "survey__questionnaire", "survey__cycle_survey__cycle__program"
    )

    def context(self, message: Message, invitation: Invitation, at: datetime) -> dict:
        survey, cycle = invitation.survey, invitation.survey.cycle_survey.cycle
        closes = moment_in_words(survey.last_minute, cycle.zone) if survey.closes_at else ""
        return {
            "survey": survey,
            "cycle": cycle,
            "closes": closes,
            "link": settings.BASE_URL + reverse("surveys:answer", args=[invitation.pk]),
        }

    def ends_at(self, message: Message, invitation: Invitation) -> datetime:
        return invitation.survey.closes_at or message.created_at + 2 * WEEK


class SurveyOpened(_AboutInvitation):
    name = "survey_opened"
    asks = True
    label = _("A survey is open")

    def still_true(self, message: Message, invitation: Invitation, at: datetime) -> bool:
        """Of an anonymous survey it is sent also to who has answered: organizers see what is not."""
        survey = invitation.survey
        is_waited_for = survey.questionnaire.is_anonymous or not invitation.has_answered
        return survey.is_open(at) and is_waited_for and survey_invitations.takes_part(invitation)


class SurveyReminder(_AboutInvitation, Reminder):
    """To who has not answered, once for each full week since the survey was sent, and no more
    often than the survey says."""

    name = "survey_reminder"
    label = _("Reminder of a survey")
    counted_as = "reminders of surveys"

    def due(self, at: datetime) -> Iterator[News]:
        for invitation in survey_invitations.unanswered(at, sent_before=at - WEEK):
            survey = invitation.survey
            week = (at - (survey.opened_at or at)) // WEEK
            if week <= survey.reminders_at_most:
                yield _reminder(invitation, week)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        opened = Survey.objects.filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=at),
            cycle_survey__cycle=scope,
            opened_at__isnull=False,
        )
        for survey in opened.select_related("questionnaire"):
            week = (at - (survey.opened_at or at)) // WEEK + 1
            goes_at = (survey.opened_at or at) + week * WEEK
            is_before_the_end = survey.closes_at is None or goes_at < survey.closes_at
            if is_before_the_end and week <= survey.reminders_at_most:
                find = (
                    None if survey.questionnaire.is_anonymous else partial(_news_of, survey, week)
                )
                yield Sending(_sending_of(survey, week), goes_at, survey.title, find)

    def still_true(self, message: Message, invitation: Invitation, at: datetime) -> bool:
        is_waited_for = invitation.survey.is_open(at) and not invitation.has_answered
        return is_waited_for and survey_invitations.takes_part(invitation)


def _reminder(invitation: Invitation, week: int) -> News:
    survey = invitation.survey
    # The list would say who has not answered.
    context = {UNLISTED: True} if survey.questionnaire.is_anonymous else {}
    return News(
        invitation.person_id,
        invitation,
        survey.cycle_survey.cycle,
        f"week:{week}",
        context,
        _sending_of(survey, week),
    )


def _sending_of(survey: Survey, week: int) -> str:
    return f"survey:{survey.pk}/week:{week}"


def _news_of(survey: Survey, week: int) -> list[News]:
    found = survey_invitations.unanswered_of(survey)
    return [_reminder(invitation, week) for invitation in found]
