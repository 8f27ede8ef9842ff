"""Whom a survey of a cycle still waits for."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from notifications.queries import Planned
from programs.addresses import of_cycle
from programs.models import Cycle, CycleSurvey
from surveys.models import Invitation, Survey


def still_asked(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Without check-ins of people who have no mentor any more: they ask how it goes with theirs."""
    together = Cycle.objects.filter(
        pk=OuterRef("survey__cycle_survey__cycle"),
        participations__person=OuterRef("person"),
        participations__memberships__side="mentee",
        participations__memberships__left_at=None,
    )
    return invitations.exclude(
        ~Exists(together), survey__cycle_survey__kind=CycleSurvey.Kind.CHECK_IN
    )


def unanswered(at: datetime, *, sent_before: datetime) -> Iterator[Invitation]:
    """Open invitations, sent by then, of people who take part and have not answered; two queries."""
    return _of_people_in(
        Invitation.objects.filter(
            Q(survey__closes_at__isnull=True) | Q(survey__closes_at__gt=at),
            survey__opened_at__lte=sent_before,
        )
    )


def unanswered_of(survey: Survey) -> Iterator[Invitation]:
    """The same of one survey, whenever it was sent; two queries."""
    return _of_people_in(survey.invitations.all())


def _of_people_in(invitations: QuerySet[Invitation]) -> Iterator[Invitation]:
    waiting = (
        still_asked(invitations)
        .filter(
            has_answered=False,
            survey__cycle_survey__cycle__archived_at__isnull=True,
            person__is_active=True,
        )
        .select_related("survey__cycle_survey__cycle", "survey__questionnaire")
    )
    taking_part = set(
        Cycle.objects.filter(
            cycle_surveys__survey__invitations__in=waiting, participations__left_at=None
        ).values_list("pk", "participations__person")
    )
    for invitation in waiting:
        if (invitation.survey.cycle_survey.cycle_id, invitation.person_id) in taking_part:
            yield invitation


def openings_of(cycle: Cycle, at: datetime) -> list[Planned]:
    """Surveys of a cycle that are still to be sent, for the list of what goes out by itself."""
    if cycle.archived_at is not None:
        return []
    address = of_cycle("programs:survey_list", cycle)
    found = cycle.cycle_surveys.filter(survey__opens_at__gt=at, survey__opened_at__isnull=True)
    return [
        Planned(planned.survey.opens_at, _("A survey is open"), planned.survey.title, address)
        for planned in found.select_related("survey")
    ]


def takes_part(invitation: Invitation) -> bool:
    """Whether the person invited has not left the cycle since, and has whom a check-in asks about."""
    if not still_asked(Invitation.objects.filter(pk=invitation.pk)).exists():
        return False
    cycle = Cycle.objects.filter(cycle_surveys__survey=invitation.survey_id)
    return cycle.filter(
        participations__person=invitation.person_id, participations__left_at=None
    ).exists()
