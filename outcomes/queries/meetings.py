"""Which pairs met how regularly: the cycle's own windows against the sessions that count."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from pairing import windows
from pairing.models import MentoringSession, Pair
from pairing.windows import Held, State, Window
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
    mentor_person: int
    mentee_person: int
    is_active: bool
    has_met: bool
    cells: dict[int, Cell]
    met: int
    due: int

    @property
    def is_consistent(self) -> bool | None:
        """At least one session in every complete window; None while there is none."""
        return self.met == self.due if self.due else None


@dataclass(frozen=True)
class Meetings:
    """All pairs of a cycle, those that met least first."""

    windows: list[Window]
    lines: list[PairLine]
    today: date

    @property
    def complete(self) -> list[Window]:
        return windows.complete(self.windows, self.today)

    @property
    def counted(self) -> list[PairLine]:
        """Pairs with at least one complete window of their own."""
        return [line for line in self.lines if line.due]

    @property
    def consistent(self) -> list[PairLine]:
        return [line for line in self.counted if line.is_consistent]

    @property
    def met(self) -> list[PairLine]:
        return [line for line in self.lines if line.has_met]

    @property
    def not_met(self) -> list[PairLine]:
        return [line for line in self.lines if line.is_active and not line.has_met]

    @property
    def ended(self) -> int:
        return sum(not line.is_active for line in self.lines)


def meetings_of(cycle: Cycle, *, at: datetime) -> Meetings:
    """Two queries for any number of pairs and sessions."""
    today = cycle.day(at)
    every = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)
    held = _held(cycle, every)
    rows = Pair.objects.filter(cycle=cycle).values_list(
        "pk",
        "mentor__person",
        "mentor__person__name",
        "mentee__person",
        "mentee__person__name",
        "state",
        "starts_on",
        "ended_at",
    )
    lines = [_line(cycle, every, held[row[0]], today, row) for row in rows]
    lines.sort(key=lambda line: (line.met - line.due, line.mentee, line.number))
    return Meetings(windows=every, lines=lines, today=today)


def _held(cycle: Cycle, every: list[Window]) -> dict[int, dict[int, list[tuple[Held, int]]]]:
    """Counting sessions by pair and by number of the window; 0 is outside of all windows."""
    held: dict[int, dict[int, list[tuple[Held, int]]]] = defaultdict(lambda: defaultdict(list))
    sessions = MentoringSession.objects.held().filter(pair__cycle=cycle)
    for pair, day, form, minutes in sessions.values_list("pair", "held_on", "form", "minutes"):
        is_async = form == MentoringSession.Form.ASYNC
        number = (day - every[0].first).days // cycle.cadence_days + 1 if every else 0
        place = number if 1 <= number <= len(every) else 0
        held[pair][place].append((Held(day, is_async), minutes))
    return held


def _line(
    cycle: Cycle,
    every: list[Window],
    held: dict[int, list[tuple[Held, int]]],
    today: date,
    row: tuple,
) -> PairLine:
    number, mentor_person, mentor, mentee_person, mentee, state, starts_on, ended_at = row
    ended_on = None if ended_at is None else cycle.day(ended_at)
    own = windows.of_pair(every, starts_on, ended_on)
    cells = {window.number: _cell(window, held.get(window.number, []), today) for window in own}
    done = windows.complete(own, today)
    met = sum(cells[window.number].state in {State.MET, State.ASYNC} for window in done)
    return PairLine(
        number=number,
        mentor=mentor,
        mentee=mentee,
        mentor_person=mentor_person,
        mentee_person=mentee_person,
        is_active=state == Pair.State.ACTIVE,
        has_met=bool(held),
        cells=cells,
        met=met,
        due=len(done),
    )


def _cell(window: Window, held: list[tuple[Held, int]], today: date) -> Cell:
    minutes = sum(length for session, length in held if not session.is_async)
    return Cell(windows.state(window, [session for session, _length in held], today), minutes)
