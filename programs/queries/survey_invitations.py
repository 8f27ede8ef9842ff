"""Whom a survey of a cycle still waits for."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from programs.models import Cycle
from surveys.models import Invitation


def unanswered(at: datetime, *, sent_before: datetime) -> Iterator[Invitation]:
    """Open invitations, sent by then, of people who take part and have not answered; two queries."""
    waiting = Invitation.objects.filter(
        Q(survey__closes_at__isnull=True) | Q(survey__closes_at__gt=at),
        has_answered=False,
        survey__opened_at__lte=sent_before,
        survey__cycle_survey__cycle__archived_at__isnull=True,
        person__is_active=True,
    ).select_related("survey__cycle_survey__cycle", "survey__questionnaire")
    taking_part = set(
        Cycle.objects.filter(
            cycle_surveys__survey__invitations__in=waiting, participations__left_at=None
        ).values_list("pk", "participations__person")
    )
    for invitation in waiting:
        if (invitation.survey.cycle_survey.cycle_id, invitation.person_id) in taking_part:
            yield invitation


def takes_part(invitation: Invitation) -> bool:
    """Whether the person invited has not left the cycle since."""
    cycle = Cycle.objects.filter(cycle_surveys__survey=invitation.survey_id)
    return cycle.filter(
        participations__person=invitation.person_id, participations__left_at=None
    ).exists()
