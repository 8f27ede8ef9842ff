"""The waiting lists of a cycle: who stands where, what is offered, and which places became free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from applications.models import Application, ApplicationMove, PlaceOffer
from applications.models.offer import TAKE_BACK_FOR
from people.models import User
from people.versions import version_of
from programs.models import Cycle, Role
from programs.permissions import conflicts_of

Status = Application.Status
State = PlaceOffer.State
DAYS_TO_ANSWER = 5
OFFERS_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """The waiting list of one role. `freed` counts places given up and not offered since."""

    role: Role
    rows: list[Any] = field(default_factory=list)
    freed: int = 0

    @property
    def version(self) -> str:
        """Of the order as it is in sight."""
        return version_of_line((row.pk, row.place) for row in self.rows)

    @property
    def next_up(self) -> Any | None:
        """The first of those in sight without an open offer."""
        return next((row for row in self.rows if not row.is_offered), None)


def version_of_line(places: Iterable[tuple[int, int]]) -> str:
    """By number of the application and place, for those in sight: nobody in it is told by it."""
    return version_of(*places)


def lines_of(cycle: Cycle, viewer: User) -> list[Line]:
    """Each role with its list: three queries. People the viewer has a conflict with are left out,
    but keep their place."""
    roles = cycle.roles.exclude(side=Role.Side.STAFF)
    rows: dict[int, list[Any]] = {}
    for row in _waiting(cycle, viewer):
        if not row.has_conflict:
            rows.setdefault(row.role_id, []).append(row)
    freed = _freed(cycle)
    return [Line(role, rows.get(role.pk, []), freed.get(role.pk, 0)) for role in roles]


def waiting_one(cycle: Cycle, viewer: User, number: int) -> QuerySet[Application]:
    """One of the list, for whoever may move or offer."""
    rows = Application.objects.filter(cycle=cycle, status=Status.WAITLISTED, pk=number)
    return rows.exclude(conflicts_of(viewer)).select_related("role", "cycle__program", "person")


def _waiting(cycle: Cycle, viewer: User) -> QuerySet[Any]:
    offered = PlaceOffer.objects.filter(application=OuterRef("pk"), state=State.OPEN)
    return (
        Application.objects.filter(cycle=cycle, status=Status.WAITLISTED)
        .annotate(
            is_offered=Exists(offered),
            has_conflict=Case(When(conflicts_of(viewer), then=True), default=False),
            place=Window(
                RowNumber(),
                partition_by="role_id",
                order_by=[F("waitlist_place").asc(nulls_last=True), F("pk").asc()],
            ),
        )
        .order_by("role_id", "place")
    )


def _freed(cycle: Cycle) -> dict[int, int]:
    """By role: how many eligible people withdrew or left, less the places offered since."""
    was_in = ApplicationMove.objects.filter(application=OuterRef("pk"), to_status=Status.ELIGIBLE)
    rows = Application.objects.filter(cycle=cycle).annotate(was_in=Exists(was_in))
    gone = Q(status__in=[Status.WITHDRAWN, Status.LEFT], was_in=True)
    offered = Q(offers__state__in=[State.OPEN, State.ACCEPTED])
    counts = rows.values("role").annotate(
        gone=Count("pk", filter=gone, distinct=True),
        offered=Count("offers", filter=offered, distinct=True),
    )
    return {row["role"]: max(0, row["gone"] - row["offered"]) for row in counts}


def offers_of(cycle: Cycle, viewer: User) -> list[PlaceOffer]:
    """The latest offers, open ones first."""
    rows = PlaceOffer.objects.filter(application__cycle=cycle)
    rows = rows.exclude(application__in=Application.objects.filter(conflicts_of(viewer)))
    rows = rows.select_related("application__role", "made_by")
    is_over = Case(When(state=State.OPEN, then=False), default=True)
    return list(rows.order_by(is_over, "-pk")[:OFFERS_SHOWN])


def offers_to(person: User, at: datetime) -> QuerySet[PlaceOffer]:
    """Places this person may take now; none that can still be taken back unseen."""
    rows = PlaceOffer.objects.filter(
        application__person=person, state=State.OPEN, made_at__lte=at - TAKE_BACK_FOR
    ).filter(answer_by__gt=at, application__cycle__archived_at__isnull=True)
    rows = rows.select_related("application__cycle__program", "application__role")
    return rows.order_by("answer_by", "pk")


def usual_last_day(cycle: Cycle, at: datetime) -> date:
    return cycle.day(at) + timedelta(days=DAYS_TO_ANSWER)
