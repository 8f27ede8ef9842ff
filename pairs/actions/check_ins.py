"""The one-month check-in: a pair that has not met becomes a case for the organizers."""

from datetime import datetime

from pairs.actions import cases
from pairs.models import Case, Pair
from programs.models import CycleSurvey
from surveys.models import Answer, Invitation

QUESTION = "met"
CASES = {
    "not-met": Case.Kind.NOT_MET,
    "no": Case.Kind.NOT_MET,
    "left": Case.Kind.PARTNER_LEFT,
}


def look_into(invitation: Invitation, *, at: datetime) -> Case | None:
    """Open a case when a mentee says that they have not met or that the mentor has left.

    An open case of the kind is left as it is, also when the same answer comes again.
    """
    planned = CycleSurvey.objects.filter(
        survey=invitation.survey_id, kind=CycleSurvey.Kind.CHECK_IN
    ).first()
    kind = CASES.get(_said(invitation)) if planned is not None else None
    if planned is None or kind is None:
        return None
    theirs = Pair.objects.active().with_mentee(participation__person=invitation.person_id)
    pair = theirs.filter(cycle=planned.cycle_id).first()
    if pair is None:
        return None
    return cases.open_case(pair, kind, at=at)


def _said(invitation: Invitation) -> str:
    answer = Answer.objects.filter(
        response=invitation.response_id, question__key=QUESTION, choice__isnull=False
    ).select_related("choice")
    found = answer.first()
    return found.choice.value if found is not None and found.choice is not None else ""
