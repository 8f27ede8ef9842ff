"""May this person judge an application, and who reads what of it?"""

from applications.models import Application
from people.models import User
from programs.permissions import (
    COMMITTEE,
    CONFIRMER,
    ORGANIZER,
    has_conflict,
    reviewers_or_organizers,
)


def may_judge(user: User, application: Application, *, roles: set[str]) -> bool:
    """Decide on or score an application: organizers, and committee members it is delegated to."""
    if has_conflict(user, application.person):
        return False
    if ORGANIZER in roles:
        return True
    return COMMITTEE in roles and application.delegations.filter(member=user).exists()


def may_confirm_performance(user: User, application: Application, *, roles: set[str]) -> bool:
    return CONFIRMER in roles and not has_conflict(user, application.person)


# Of an application's copy of the facts, what only organizers read.
_ORGANIZERS_ONLY = {"manager", "started_on"}


def may_read_fact(fact: str, *, for_organizers: bool) -> bool:
    """Organizers read all facts of an application, other reviewers some."""
    return for_organizers or fact not in _ORGANIZERS_ONLY


def readers_of_fact(fact: str) -> str:
    return reviewers_or_organizers(may_read_fact(fact, for_organizers=False))
