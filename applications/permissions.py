"""May this person judge an application, and who reads what of it?

`roles` are the person's staff roles in the program of the applications.
"""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from applications.models import Application, Delegation
from people.facts import FACTS
from people.models import User
from programs.permissions import (
    COMMITTEE,
    CONFIRMER,
    ORGANIZER,
    conflicts_of,
    reviewers_or_organizers,
)

Status = Application.Status


def judgeable(
    applications: QuerySet[Application], user: User, *, roles: set[str]
) -> QuerySet[Application]:
    """Those this person may decide on or score: organizers all, committee members what is
    delegated to them; nobody one of a person they have a conflict with."""
    if ORGANIZER in roles:
        return applications.exclude(conflicts_of(user))
    if COMMITTEE in roles:
        mine = Delegation.objects.filter(member=user, application=OuterRef("pk"))
        return applications.filter(Exists(mine)).exclude(conflicts_of(user))
    return applications.none()


def may_judge(user: User, application: Application, *, roles: set[str]) -> bool:
    return judgeable(Application.objects.filter(pk=application.pk), user, roles=roles).exists()


def confirmations_seen(
    applications: QuerySet[Application], user: User, *, roles: set[str]
) -> QuerySet[Application]:
    """Those of whom this person may know that their performance is asked about, and whether it is
    confirmed: confirmers and organizers. For everybody else the question does not exist."""
    if roles & {CONFIRMER, ORGANIZER}:
        return applications.exclude(conflicts_of(user))
    return applications.none()


def confirmable(
    applications: QuerySet[Application], user: User, *, roles: set[str]
) -> QuerySet[Application]:
    """Those for whom this person answers it."""
    if CONFIRMER in roles:
        return confirmations_seen(applications, user, roles=roles)
    return applications.none()


def seen_status(viewer: User) -> Case:
    """The status of an application as far as this viewer may know it.

    Nobody learns from a list or a count what was decided about themselves, their manager, their
    report or their partner before it is told.
    """
    silent = Q(told_at__isnull=True) & ~Q(status__in=[Status.WITHDRAWN, Status.LEFT, Status.DRAFT])
    return Case(
        When(silent & conflicts_of(viewer), then=Value(Status.SUBMITTED)), default=F("status")
    )


_ORGANIZERS_ONLY = {fact.name for fact in FACTS if fact.is_for_organizers}


def may_read_fact(fact: str, *, for_organizers: bool) -> bool:
    """Organizers read all facts of an application, other reviewers some."""
    return for_organizers or fact not in _ORGANIZERS_ONLY


def readers_of_fact(fact: str) -> str:
    return reviewers_or_organizers(may_read_fact(fact, for_organizers=False))
