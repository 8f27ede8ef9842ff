"""The lists of the review page: the confirmer's, the committee's, and what is left to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from applications.models import Application, PerformanceCheck, Review, Score
from applications.permissions import confirmations_seen, judgeable, seen_status
from applications.queries import blind
from applications.queries.table.filters import handed_in, in_both_roles
from people.models import User
from programs.models import Cycle, Requirement
from programs.permissions import conflicts_of

Status = Application.Status
Answer = PerformanceCheck.Answer
ASKING_SHOWN = 50


# ---- The confirmer's question


def asks_performance(cycle: Cycle) -> Q:
    """A condition on applications: their role asks for the confirmation."""
    asking = Requirement.objects.filter(
        kind=Requirement.Kind.PERFORMANCE, role__cycle=cycle, role=OuterRef("role")
    )
    return Q(Exists(asking))


def asked_about(cycle: Cycle, viewer: User, *, roles: set[str]) -> Any:
    """Whose performance is asked about, with `answer`, as far as this viewer may know."""
    waiting = Application.objects.submitted().filter(asks_performance(cycle), cycle=cycle)
    return (
        confirmations_seen(waiting.exclude(status=Status.LEFT), viewer, roles=roles)
        .select_related("manager", "role")
        .only("name", "job_title", "started_on", "manager__name", "role__side", "role__name")
        .annotate(answer=F("performance_check__answer"))
        .order_by("sort_name", "pk")
    )


def each_person_once(asked: Any, cycle: Cycle) -> Any:
    """Of those asked about one application for each person, with `is_in_both`; an answer is about
    the person. Somebody whose answer is known for one role only stands there twice."""
    earlier = Application.objects.submitted().filter(
        asks_performance(cycle), cycle=cycle, person=OuterRef("person"), pk__lt=OuterRef("pk")
    )
    known_before = Exists(earlier.filter(performance_check__isnull=False))
    open_again = Q(performance_check__isnull=True) & Q(known_before)
    return asked.exclude(Q(Exists(earlier)) & ~open_again).annotate(
        is_in_both=Case(When(in_both_roles(cycle), then=True), default=False)
    )


@dataclass(frozen=True)
class Confirmation:
    """What organizers may know of the confirmer's answer."""

    application: Application
    state: str

    CONFIRMED, NOT_CONFIRMED, OPEN = "confirmed", "not_confirmed", "open"


def _state(answer: str | None) -> str:
    known: dict[str | None, str] = {
        Answer.YES: Confirmation.CONFIRMED,
        Answer.NO: Confirmation.NOT_CONFIRMED,
    }
    return known.get(answer, Confirmation.OPEN)


def confirmations(asked: Iterable[Any]) -> list[Confirmation]:
    """What organizers may know about applications found by `asked_about`."""
    return [Confirmation(application, _state(application.answer)) for application in asked]


# ---- What is left to do


def next_undecided(cycle: Cycle, reviewer: User, *, roles: set[str]) -> Application | None:
    """The first application, by name, that waits for a decision this person may take."""
    waiting = Application.objects.awaiting_decision().filter(cycle=cycle)
    return judgeable(waiting, reviewer, roles=roles).order_by("sort_name", "pk").first()


def delegated_to(cycle: Cycle, member: User) -> list[Any]:
    """A committee member's own list, with `is_scored` by them; blind, it is in no telling order."""
    mine = handed_in(cycle, member).filter(delegations__member=member)
    scored = Exists(Review.objects.filter(application=OuterRef("pk"), reviewer=member))
    rows = mine.exclude(conflicts_of(member)).select_related("role").annotate(is_scored=scored)
    order = "pk" if cycle.review_is_blind else "sort_name"
    return blind.hide_all(rows.order_by("is_scored", order, "pk"), cycle)


def asking(cycle: Cycle, viewer: User) -> list[Review]:
    """Reviews marked “Ask me” of applications nobody was told about yet, for organizers."""
    marked = Score.objects.filter(review=OuterRef("pk"), answer=Score.Answer.ASK_ME)
    open_ones = handed_in(cycle, viewer).filter(told_at__isnull=True).exclude(conflicts_of(viewer))
    open_ones = open_ones.exclude(status__in=[Status.WITHDRAWN, Status.LEFT])
    rows = Review.objects.filter(Exists(marked), application__in=open_ones.values("pk"))
    reviews = list(rows.select_related("reviewer", "application__role")[:ASKING_SHOWN])
    for review in reviews:
        review.application.seen_status = review.application.status  # without conflict: as it is
        blind.hide(review.application, cycle)
    return reviews


@dataclass(frozen=True)
class Progress:
    """Where the review of a cycle stands, in numbers."""

    applied: int
    undecided: int
    eligible: int
    waitlisted: int
    not_eligible: int
    untold: int

    @property
    def decided(self) -> int:
        return self.applied - self.undecided

    @property
    def percent(self) -> int:
        return 100 * self.decided // self.applied if self.applied else 0


def progress(cycle: Cycle, viewer: User) -> Progress:
    """One query. What the viewer may not know yet counts as undecided."""
    given = Application.objects.submitted().filter(cycle=cycle)
    given = given.annotate(seen_status=seen_status(viewer))
    not_eligible = Q(seen_status=Status.NOT_ELIGIBLE)
    counts = given.aggregate(
        applied=Count("pk"),
        undecided=Count("pk", filter=Q(seen_status=Status.SUBMITTED)),
        eligible=Count("pk", filter=Q(seen_status=Status.ELIGIBLE)),
        waitlisted=Count("pk", filter=Q(seen_status=Status.WAITLISTED)),
        not_eligible=Count("pk", filter=not_eligible),
        untold=Count("pk", filter=not_eligible & Q(told_at__isnull=True)),
    )
    return Progress(**counts)
