"""How many applications came by which day of the call, beside the cycle before."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from applications.models import Application
from programs.models import Call, Cycle, Role
from surveys.models import Answer, Question

MOST_DAYS = 60
MOST_AREAS = 5
ENOUGH_THEN = 10  # applications of the earlier cycle by this day, for its course to say anything


@dataclass(frozen=True)
class Day:
    day: date
    number: int
    before: int  # on the same day of the earlier call
    is_now: bool
    most: int  # of any day of the two

    @property
    def percent(self) -> int:
        return round(100 * self.number / self.most)

    @property
    def percent_before(self) -> int:
        return round(100 * self.before / self.most)


@dataclass(frozen=True)
class Area:
    """A focus area that more mentees chose than mentors who chose it have places for."""

    name: str
    mentees: int
    places: int


@dataclass(frozen=True)
class Arrivals:
    days: list[Day]
    total: int
    earlier: Cycle | None
    earlier_by_now: int
    earlier_total: int
    places: int  # that mentors offer, so far
    mentees: int
    short_areas: list[Area]  # the shortest first

    @property
    def short(self) -> int:
        return max(self.mentees - self.places, 0)

    @property
    def expected(self) -> int | None:
        """How many come in all, if they go on as they did in the earlier cycle."""
        if self.earlier_by_now < ENOUGH_THEN:
            return None
        return round(self.total * self.earlier_total / self.earlier_by_now)


def arrivals_of(cycle: Cycle, calls: list[Call], *, at: datetime) -> Arrivals | None:
    """Five queries at most; none and None while nothing has opened and once pairs are published."""
    opens = min((call.opens_at for call in calls if call.opens_at), default=None)
    if opens is None or opens > at or cycle.pairs_published_at:
        return None
    first, today = cycle.day(opens), cycle.day(at)
    closes = max((call.closes_at for call in calls if call.closes_at), default=at)
    last = max(cycle.day(closes - timedelta(microseconds=1)), today)
    last = min(last, first + timedelta(days=MOST_DAYS - 1))
    now = _by_day(cycle)
    before, earlier_first = _earlier(cycle)
    shift = first - earlier_first if earlier_first else timedelta()
    moved = Counter({day + shift: count for day, count in before.items()})
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    most = max(*(now[day] for day in every), *(moved[day] for day in every), 1)
    return Arrivals(
        days=[Day(day, now[day], moved[day], day == today, most) for day in every],
        total=now.total(),
        earlier=cycle.previous if before else None,
        earlier_by_now=sum(count for day, count in moved.items() if day <= today),
        earlier_total=before.total(),
        short_areas=_short_areas(cycle),
        **_sides(cycle),
    )


def _earlier(cycle: Cycle) -> tuple[Counter[date], date | None]:
    """What came then, and the day the first call opened."""
    if cycle.previous is None:
        return Counter(), None
    opened = cycle.previous.calls.exclude(opens_at=None).order_by("opens_at").first()
    if opened is None or opened.opens_at is None:
        return Counter(), None
    return _by_day(cycle.previous), cycle.previous.day(opened.opens_at)


def _standing(cycle: Cycle) -> QuerySet[Application]:
    """What came so far, refused ones left out."""
    return cycle.applications.submitted().exclude(status=Application.Status.NOT_ELIGIBLE)


def _short_areas(cycle: Cycle) -> list[Area]:
    """By the words of the choice, as pairing compares them. A mentor's places count in each area
    they chose, so a mentee of a short area may find somebody only if others there do not."""
    chosen = Answer.objects.filter(
        question__pairing_use=Question.Use.FOCUS,
        choice__isnull=False,
        response__in=_standing(cycle).values("response"),
    )
    side, places = "response__application__role__side", "response__application__capacity"
    rows = (
        chosen.order_by()
        .values_list("choice__label")
        .annotate(
            mentees=Count("pk", filter=Q(**{side: Role.Side.MENTEE})),
            places=Sum(places, filter=Q(**{side: Role.Side.MENTOR}), default=0),
        )
    )
    short = [Area(*row) for row in rows.filter(mentees__gt=F("places"))]
    return sorted(short, key=lambda one: (one.places - one.mentees, one.name))[:MOST_AREAS]


def _sides(cycle: Cycle) -> dict[str, Any]:
    rows = _standing(cycle)
    return rows.aggregate(
        places=Sum("capacity", filter=Q(role__side="mentor"), default=0),
        mentees=Count("pk", filter=Q(role__side="mentee")),
    )


def _by_day(cycle: Cycle) -> Counter[date]:
    """Sent and not withdrawn, by the day in the zone of the cycle."""
    rows = cycle.applications.for_pairs().submitted().exclude(submitted_at=None)
    days = rows.annotate(day=TruncDate("submitted_at", tzinfo=cycle.tzinfo)).order_by()
    return Counter(dict(days.values_list("day").annotate(n=Count("pk"))))
