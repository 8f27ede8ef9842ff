"""Which pairs met how regularly: the cycle's own windows against the sessions that count.

Counted in the database, so that a cycle of 2,000 pairs costs what one of 20 does; lines with a cell
for each window are made only for the pairs that somebody looks at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest, Least, TruncDate

from outcomes.queries.shares import missing, percent
from pairs.models import MentoringSession, Pair, PairMember
from pairs.models.pair import name_on
from pairs.rules import windows
from pairs.rules.windows import Held, State, Window
from programs.models import Cycle


@dataclass(frozen=True)
class Cell:
    """One window of one pair; minutes are those of live sessions. None of a cycle's windows that
    the pair does not answer for has a cell."""

    state: State
    minutes: int


@dataclass(frozen=True)
class PairLine:
    """One pair with how each of its windows went, by the window's number."""

    number: int
    mentor: str
    mentee: str
    cells: dict[int, Cell]
    met: int
    due: int

    @property
    def is_consistent(self) -> bool | None:
        """At least one session in every complete window; None while there is none."""
        return self.met == self.due if self.due else None


@dataclass(frozen=True)
class Meetings:
    """All pairs of a cycle in numbers. A person in several pairs counts once per side."""

    windows: list[Window]
    today: date
    pairs: int
    ended: int  # before the last day of the cycle
    silent: int  # active, and without any session that counts
    counted: int  # with at least one complete window of their own
    consistent: int  # of these, with a session in every one
    mentors: int
    mentees: int
    both: int  # mentees who are mentors too
    met_mentors: int
    met_mentees: int
    all_due: int  # complete windows of all pairs together
    all_met: int  # of these, with a session
    said_not_met: int  # without one, as somebody said
    skipped: int  # left out by agreement of the two
    gaps: list[int]  # of each pair that lacks unlogged windows alone how many, the fewest first

    @property
    def unlogged(self) -> int:
        """Complete windows about which nobody has said anything."""
        return self.all_due - self.all_met - self.said_not_met - self.skipped

    def sessions_to(self, goal: int) -> int | None:
        """How many sessions that were held and never logged would reach the goal, in percent of
        pairs; None when it is out of reach, since too many pairs have said that they did not meet."""
        more = missing(self.consistent, self.counted, goal)
        return sum(self.gaps[:more]) if more <= len(self.gaps) else None

    @property
    def completion(self) -> float | None:
        """The figure a cycle is measured by (`Cycle.meeting_target`, 95%): pairs with a session in
        every complete window, in percent of pairs that had one."""
        return percent(self.consistent, self.counted)

    @property
    def held(self) -> float | None:
        """The milder reading: complete windows with a session, in percent of those of all pairs."""
        return percent(self.all_met, self.all_due)

    @property
    def complete(self) -> list[Window]:
        return windows.complete(self.windows, self.today)

    @property
    def people(self) -> int:
        return self.mentors + self.mentees - self.both


def meetings_of(cycle: Cycle, *, at: datetime) -> Meetings:
    """One query for any number of pairs and sessions."""
    pairs = Pair.objects.filter(cycle=cycle)
    counts = _measured(pairs, rhythm_of(cycle, at=at)).aggregate(**_counts())
    return Meetings(windows=_windows(cycle), today=cycle.day(at), **counts)


def meetings_of_each(cycles: Iterable[Cycle], *, at: datetime) -> dict[int, Meetings]:
    """The same for each of many cycles, by its number: one query for any number of them."""
    cycles, counts = list(cycles), _counts()
    pairs = Pair.objects.filter(cycle__in=cycles)
    rows = _measured(pairs, _rhythm_of_each(cycles, at)).order_by().values("cycle")
    found = {row.pop("cycle"): row for row in rows.annotate(**counts)}
    nothing: dict[str, Any] = {name: [] if name == "gaps" else 0 for name in counts}
    return {
        cycle.pk: Meetings(
            windows=_windows(cycle), today=cycle.day(at), **found.get(cycle.pk, nothing)
        )
        for cycle in cycles
    }


def _counts() -> dict[str, Aggregate]:
    mentors, mentees = "as_mentor__participation__person", "as_mentee__participation__person"
    gap = ExpressionWrapper(F("due") - F("met"), output_field=IntegerField())
    early = Q(cycle__ends_on=None) | Q(ended_on__lt=F("cycle__ends_on"))
    only_unlogged = Q(due__gt=0, met__lt=F("due"), heard_of=F("met"))
    return {
        "pairs": Count("pk"),
        "ended": Count("pk", filter=Q(state=Pair.State.ENDED) & early),
        "silent": Count("pk", filter=Q(state=Pair.State.ACTIVE, has_met=False)),
        "counted": Count("pk", filter=Q(due__gt=0)),
        "consistent": Count("pk", filter=Q(due__gt=0, met=F("due"))),
        "mentors": Count(mentors, distinct=True),
        "mentees": Count(mentees, distinct=True),
        "both": Count(mentees, distinct=True, filter=Q(is_both=True)),
        "met_mentors": Count(mentors, distinct=True, filter=Q(has_met=True)),
        "met_mentees": Count(mentees, distinct=True, filter=Q(has_met=True)),
        "all_due": Sum("due", default=0),
        "all_met": Sum("met", default=0),
        "skipped": Sum(F("met_or_skipped") - F("met"), default=0),
        "said_not_met": Sum(F("heard_of") - F("met_or_skipped"), default=0),
        "gaps": ArrayAgg(gap, filter=only_unlogged, order_by=gap, default=Value([])),
    }


def pair_lines(cycle: Cycle, *, at: datetime, limit: int | None = None) -> list[PairLine]:
    """Three queries. Those that met least first; all of them without a limit."""
    today = cycle.day(at)
    every = _windows(cycle)
    pairs = _measured(Pair.objects.filter(cycle=cycle), rhythm_of(cycle, at=at))
    ordered = pairs.with_people().order_by(F("met") - F("due"), name_on("mentee"), "pk")[:limit]
    shown = list(ordered)
    held = _held(cycle, every, shown)
    return [_line(cycle, every, held[pair.pk], today, pair) for pair in shown]


def _windows(cycle: Cycle) -> list[Window]:
    return windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)


@dataclass(frozen=True)
class Rhythm:
    """Where windows lie, for the database: constants of one cycle, or columns of each pair's own.

    `column` names a column from the rows that are asked, or from the sessions below them.
    """

    start: Callable[[type[F]], Combinable]
    length: Callable[[type[F]], Combinable]
    complete: Combinable
    ended_on: Callable[[str], Combinable]

    def number(self, day: Combinable, column: type[F] = F) -> Combinable:
        """Of the window that holds a day, from 1; of days from the cycle's first one on."""
        return _steps(day, self.start(column), self.length(column)) + 1

    def own(self, to_pair: str = "") -> dict[str, Combinable]:
        """The numbers of the first and the last complete window a pair answers for; the last is
        lower than the first where there is none. `to_pair` is the way from the rows to the pair."""
        start, length = self.start(F), self.length(F)
        first = _steps(F(f"{to_pair}starts_on"), start, length, extra=length - 1) + 1
        ended = _steps(self.ended_on(f"{to_pair}ended_at"), start, length, extra=1)
        return {
            "first_own": Greatest(Coalesce(first, 1), 1),
            "last_own": Least(
                Coalesce(ended, self.complete), self.complete, output_field=IntegerField()
            ),
        }


def rhythm_of(cycle: Cycle, *, at: datetime) -> Rhythm:
    """In constants, which the database need not work out for every session."""
    every, today = _windows(cycle), cycle.day(at)
    start = Value(every[0].first if every else today, output_field=DateField())
    return Rhythm(
        start=lambda _column: start,
        length=lambda _column: Value(cycle.cadence_days),
        complete=Value(len(windows.complete(every, today))),
        ended_on=lambda name: TruncDate(name, tzinfo=cycle.tzinfo),
    )


def _rhythm_of_each(cycles: list[Cycle], at: datetime) -> Rhythm:
    """In columns of the cycle of each pair."""
    days = {cycle.zone: cycle.day(at) for cycle in cycles}
    today = Case(
        *(When(cycle__zone=zone, then=Value(day)) for zone, day in days.items()),
        output_field=DateField(),
    )
    start, length = F("cycle__starts_on"), F("cycle__cadence_days")
    whole = _steps(F("cycle__ends_on"), start, length, extra=1)
    return Rhythm(
        start=lambda column: column("cycle__starts_on"),
        length=lambda column: column("cycle__cadence_days"),
        # Without a first or last day there is no window; LEAST would skip what is unknown.
        complete=Case(
            When(Q(cycle__starts_on=None) | Q(cycle__ends_on=None), then=0),
            default=Least(_steps(today, start, length), whole),
            output_field=IntegerField(),
        ),
        ended_on=lambda name: Cast(
            Func(F("cycle__zone"), F(name), function="timezone", output_field=DateTimeField()),
            DateField(),
        ),
    )


def _measured(pairs: QuerySet, rhythm: Rhythm) -> QuerySet:
    """Pairs with their complete windows (`due`) and those with a session (`met`), as
    `windows.of_pair` and `windows.met_count` say it for one pair in hand. Beside these, windows with
    a session or left out by agreement, and windows of which anything at all is known."""
    held, words = MentoringSession.objects.held(), MentoringSession.objects.words()
    skipped = words.filter(state=MentoringSession.State.SKIPPED)
    as_mentors = PairMember.objects.mentors().filter(
        participation__cycle=OuterRef("cycle"),
        participation__person=OuterRef("as_mentee__participation__person"),
    )
    return pairs.side_by_side().annotate(
        **rhythm.own(),
        ended_on=rhythm.ended_on("ended_at"),
        due=Greatest(F("last_own") - F("first_own") + 1, 0),
        met=_windows_with(held, rhythm),
        met_or_skipped=_windows_with(held | skipped, rhythm),
        heard_of=_windows_with(held | words, rhythm),
        has_met=Exists(held.filter(pair=OuterRef("pk"))),
        is_both=Exists(as_mentors),
    )


def _windows_with(sessions: QuerySet, rhythm: Rhythm) -> Coalesce:
    """In how many of a pair's own complete windows there is one of these."""
    inside = sessions.filter(pair=OuterRef("pk")).order_by()
    numbered = inside.annotate(number=rhythm.number(F("held_on"), OuterRef)).filter(
        held_on__gte=rhythm.start(OuterRef),
        number__gte=OuterRef("first_own"),
        number__lte=OuterRef("last_own"),
    )
    counted = numbered.values("pair").annotate(n=Count("number", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _steps(
    day: Combinable, start: Combinable, length: Combinable, *, extra: Combinable | int = 0
) -> ExpressionWrapper:
    """Whole steps of so many days from the start (and extra days) to a day; toward zero."""
    between = Func(
        day,
        start,
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    return ExpressionWrapper((between + extra) / length, output_field=IntegerField())


def _held(
    cycle: Cycle, every: list[Window], pairs: list[Pair]
) -> dict[int, dict[int, list[tuple[Held, int]]]]:
    """Counting sessions, and words that there was none, by pair and by number of the window;
    0 is outside of all windows."""
    held: dict[int, dict[int, list[tuple[Held, int]]]] = defaultdict(lambda: defaultdict(list))
    sessions = MentoringSession.objects.held() | MentoringSession.objects.words()
    sessions = sessions.filter(pair__in=[pair.pk for pair in pairs])
    columns = ("pair", "held_on", "form", "minutes", "state")
    for pair, day, form, minutes, state in sessions.values_list(*columns):
        is_async = form == MentoringSession.Form.ASYNC
        is_none = state == MentoringSession.State.NOT_HELD
        is_skipped = state == MentoringSession.State.SKIPPED
        number = (day - every[0].first).days // cycle.cadence_days + 1 if every else 0
        place = number if 1 <= number <= len(every) else 0
        held[pair][place].append((Held(day, is_async, is_none, is_skipped), minutes))
    return held


def _line(
    cycle: Cycle,
    every: list[Window],
    held: dict[int, list[tuple[Held, int]]],
    today: date,
    pair: Pair,
) -> PairLine:
    ended_on = None if pair.ended_at is None else cycle.day(pair.ended_at)
    own = windows.of_pair(every, pair.starts_on, ended_on)
    return PairLine(
        number=pair.pk,
        mentor=pair.mentor.person.name,
        mentee=pair.mentee.person.name,
        cells={window.number: _cell(window, held.get(window.number, []), today) for window in own},
        met=pair.met,
        due=pair.due,
    )


def _cell(window: Window, held: list[tuple[Held, int]], today: date) -> Cell:
    live = [(session, n) for session, n in held if not session.is_async and not session.is_word]
    minutes = sum(n for _session, n in live)
    return Cell(windows.state(window, [session for session, _length in held], today), minutes)
