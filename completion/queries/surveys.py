"""The survey at the end of a cycle, which asks how it was."""

from datetime import datetime

from people.models import User
from programs.models import Cycle, CycleSurvey
from surveys.models import Invitation
from surveys.queries import invitations_open_to


def end_survey(cycle: Cycle, person: User, at: datetime) -> Invitation | None:
    """This person's invitation to it, while it is open to answer and not answered."""
    ends = CycleSurvey.objects.filter(cycle=cycle, kind=CycleSurvey.Kind.END)
    return invitations_open_to(person, at).filter(survey__in=ends.values("survey")).first()
