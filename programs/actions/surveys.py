"""When a cycle asks whom what: planning, opening, reminding."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.actions import outbox
from notifications.kinds import News
from people.versions import Unchanged, as_it_is
from programs.models import Cycle, CycleSurvey
from programs.rules import days
from surveys.models import Invitation, Questionnaire, Survey
from surveys.results import results_of

LEAST_DAYS_FOR_THE_END = 21
WEEK = timedelta(days=7)
Kind, Audience = CycleSurvey.Kind, CycleSurvey.Audience
_SIDES = {
    Audience.MENTEES: ["mentee"],
    Audience.MENTORS: ["mentor"],
    Audience.BOTH: ["mentor", "mentee"],
}


def shown_for_good(cycle: Cycle, at: datetime) -> list[Survey]:
    """Anonymous surveys that are over and whose totals organizers can read by now."""
    over = Survey.objects.filter(cycle_survey__cycle=cycle, closes_at__lte=at)
    anonymous = over.filter(questionnaire__mode=Questionnaire.Mode.ANONYMOUS)
    found = anonymous.select_related("questionnaire")
    return [survey for survey in found if not results_of(survey, at=at).hidden]


def refuse_reopened(shown: list[Survey], at: datetime) -> None:
    """Whoever reads the totals twice, with one answer in between, knows what that answer was."""
    later = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    if Survey.objects.filter(later, pk__in=[survey.pk for survey in shown]).exists():
        raise ValidationError(
            _(
                "This survey is over and its totals are shown. An anonymous survey never opens again."
            ),
            code="over",
        )


@transaction.atomic
def set_window(
    planned: CycleSurvey,
    *,
    opens_on: date,
    closes_on: date,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Survey:
    """Move a survey's window, both days inclusive, in the cycle's time zone.

    What has been sent cannot be sent later; the end survey stays open at least three weeks; an
    anonymous one does not open again once its totals are shown.
    """
    cycle = planned.cycle
    shown = shown_for_good(cycle, at)
    survey = Survey.objects.select_for_update().get(pk=planned.survey_id)
    unchanged(survey)
    opens_at = days.begins(opens_on, cycle.tzinfo)
    closes_at = days.ends(closes_on, cycle.tzinfo)
    if closes_on < opens_on:
        raise ValidationError(_("The last day is before the first."), code="upside_down")
    if survey.opened_at is not None and opens_at != survey.opens_at:
        raise ValidationError(
            _("This survey has been sent. Only its last day can change."), code="sent"
        )
    least_until = opens_on + timedelta(days=LEAST_DAYS_FOR_THE_END - 1)
    if planned.kind == Kind.END and closes_on < least_until:
        raise ValidationError(
            _("The end survey stays open for at least three weeks: until %(day)s or later."),
            code="too_short",
            params={"day": date_format(least_until, "j F Y")},
        )
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.save(update_fields=["opens_at", "closes_at"])
    refuse_reopened(shown, at)
    return survey


@transaction.atomic
def open_due(at: datetime) -> dict[str, int]:
    """Invite whom an open survey asks and who was not invited yet, and tell them."""
    invited = 0
    for planned in _running(at):
        invited += _invite(planned, at)
        if planned.survey.opened_at is None:
            planned.survey.opened_at = at
            planned.survey.save(update_fields=["opened_at"])
    return {"people invited to surveys": invited}


def _running(at: datetime) -> list[CycleSurvey]:
    """Surveys in their window, locked; a run at the same moment leaves them out."""
    within = CycleSurvey.objects.filter(
        Q(survey__closes_at__isnull=True) | Q(survey__closes_at__gt=at),
        survey__opens_at__lte=at,
        cycle__archived_at__isnull=True,
    )
    locked = within.select_for_update(of=("survey",), skip_locked=True)
    return list(locked.select_related("survey", "cycle"))


def _invite(planned: CycleSurvey, at: datetime) -> int:
    people = planned.cycle.participations.filter(
        left_at=None,
        role__side__in=_SIDES[Audience(planned.audience)],
        person__is_active=True,
    )
    if planned.kind == Kind.CHECK_IN:  # who joined since then has not had a month
        people = people.filter(
            created_at__lte=planned.survey.opens_at,
            memberships__side="mentee",
            memberships__left_at=None,
        )
    asked = set(people.values_list("person", "role__side"))
    asked -= set(planned.survey.invitations.values_list("person", "group"))
    Invitation.objects.bulk_create(
        (
            Invitation(survey_id=planned.survey_id, person_id=person, group=side)
            for person, side in sorted(asked)
        ),
        ignore_conflicts=True,
    )
    fresh = planned.survey.invitations.filter(person__in={person for person, _side in asked})
    new = [row for row in fresh if (row.person_id, row.group) in asked]
    news = [News(row.person_id, row, planned.cycle) for row in new]
    return outbox.tell_each("survey_opened", news, at=at)
