"""Will a running cycle reach its goal, and how many sessions does that take?

Counted are fortnights of pairs, to the end of the cycle: 32 pairs in six fortnights make 192, and a
goal of 95% asks for 183 of them with a session. A pair that has ended answers up to its end, one that
began later from its beginning. A fortnight that is over and has no session is lost, though a session
held then may still be logged. Pace is the share of the last three complete fortnights with a session;
what is left is expected to go at that pace.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Count, F, Q, QuerySet

from outcomes.queries.meetings import Meetings, Rhythm, rhythm_of
from pairs.models import MentoringSession, Pair
from programs.models import Cycle

RECENT = 3  # complete fortnights that make the pace
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Sessions held in a week, or expected to be at this pace where it lies ahead."""

    first: date
    held: int
    expected: int
    is_now: bool
    goal: int  # sessions of a week that keep to the goal
    most: int  # of any week, for the height of the bars

    @property
    def percent(self) -> int:
        return self._share(self.held)

    @property
    def expected_percent(self) -> int:
        return self._share(self.expected)

    @property
    def goal_percent(self) -> int:
        return self._share(self.goal)

    def _share(self, number: int) -> int:
        return round(100 * number / self.most) if self.most else 0


@dataclass(frozen=True)
class Forecast:
    goal: int  # percent
    total: int  # fortnights of all pairs, past and ahead
    met: int  # of these, with a session so far
    lost: int  # complete ones without
    pace: float  # share, 0 to 1
    last_day: date  # of the last fortnight
    weeks: list[Week]

    @property
    def wanted(self) -> int:
        """Fortnights with a session that reach the goal."""
        return ceil(self.total * self.goal / 100)

    @property
    def needed(self) -> int:
        """So many more."""
        return max(self.wanted - self.met, 0)

    @property
    def left(self) -> int:
        """Fortnights of pairs that can still be met: this one and those ahead."""
        return self.total - self.met - self.lost

    @property
    def expected(self) -> int:
        return self.met + round(self.pace * self.left)

    @property
    def short(self) -> int:
        """How many sessions the cycle ends short of the goal at this pace."""
        return max(self.wanted - self.expected, 0)

    @property
    def is_out_of_reach(self) -> bool:
        return self.needed > self.left

    @property
    def to_log(self) -> int:
        """Of fortnights that are over: how many must turn out to have been held and not logged."""
        return max(self.needed - self.left, 0)


def forecast_of(cycle: Cycle, meetings: Meetings, *, at: datetime) -> Forecast | None:
    """Three queries for any number of pairs; none and None before the first fortnight is over,
    after the last, and without pairs."""
    complete, every = meetings.complete, meetings.windows
    if not complete or not meetings.pairs or len(complete) == len(every):
        return None
    rhythm, last = rhythm_of(cycle, at=at), len(every)
    pairs: QuerySet = Pair.objects.filter(cycle=cycle).annotate(**rhythm.own()).order_by()
    spans = pairs.values_list("first_own", "last_own", "state").annotate(n=Count("pk"))
    due: Counter[int] = Counter()
    active = 0
    for first_own, last_own, state, count in spans:
        is_active = state == Pair.State.ACTIVE
        active += count * is_active
        for number in range(first_own, (last if is_active else last_own) + 1):
            due[number] += count
    met = _met(cycle, rhythm, last)
    past = range(1, len(complete) + 1)
    recent = past[-RECENT:]
    recent_due = sum(due[number] for number in recent)
    pace = sum(met[number] for number in recent) / recent_due if recent_due else 0
    return Forecast(
        goal=cycle.meeting_target,
        total=due.total(),
        met=sum(met[number] for number in range(1, last + 1)),
        lost=sum(due[number] - met[number] for number in past),
        pace=pace,
        last_day=every[-1].last,
        weeks=_weeks(cycle, meetings, active, pace),
    )


def _met(cycle: Cycle, rhythm: Rhythm, last: int) -> Counter[int]:
    """Pairs with a session, by the number of the window; each pair's own windows alone."""
    held = MentoringSession.objects.held().filter(pair__cycle=cycle, held_on__gte=cycle.starts_on)
    own = Q(place__lte=F("last_own")) | Q(pair__state=Pair.State.ACTIVE)
    rows = (
        held.annotate(**rhythm.own("pair__"), place=rhythm.number(F("held_on")))
        .filter(own, place__gte=F("first_own"), place__lte=last)
        .order_by()
        .values_list("place")
        .annotate(pairs=Count("pair", distinct=True))
    )
    return Counter(dict(rows))


def _weeks(cycle: Cycle, meetings: Meetings, active: int, pace: float) -> list[Week]:
    """From the first day to the end of the last fortnight."""
    first, last, today = meetings.windows[0].first, meetings.windows[-1].last, meetings.today
    held = MentoringSession.objects.held().filter(pair__cycle=cycle, held_on__range=(first, last))
    by_week: Counter[int] = Counter()
    for day, count in held.order_by().values_list("held_on").annotate(n=Count("pk")):
        by_week[(day - first) // _WEEK] += count
    a_week = active * 7 / cycle.cadence_days
    goal, usual = ceil(a_week * cycle.meeting_target / 100), round(a_week * pace)
    count = (last - first) // _WEEK + 1
    most = max(goal, usual, *by_week.values(), 1)
    now = (today - first) // _WEEK
    return [
        Week(
            first=first + number * _WEEK,
            held=by_week[number],
            expected=max(usual, by_week[number]) if number >= now else by_week[number],
            is_now=number == now,
            goal=goal,
            most=most,
        )
        for number in range(count)
    ]
