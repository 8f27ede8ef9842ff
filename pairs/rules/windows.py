"""The windows in which a pair is to meet, as dates alone: no database, no clock.

A cycle is cut into windows of `cadence_days` from its first day on. Only whole windows that end by
its last day exist. Women 2021: 7 July to 30 September in steps of 14 days makes six, the last one
ending on 28 September.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

FORTNIGHT = 14  # days


class State(StrEnum):
    """How a window went; the values are what the `wins` tag draws."""

    MET = "met"
    ASYNC = "async"
    MISSED = "missed"  # nobody has logged anything
    NOT_MET = "not_met"  # one of the two says that they did not talk
    SKIPPED = "skipped"  # they agreed to leave this one out; it counts as not met
    NOW = "now"
    AHEAD = "open"


@dataclass(frozen=True)
class Window:
    number: int  # from 1
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_complete(self, today: date) -> bool:
        return self.last < today


@dataclass(frozen=True)
class Held:
    """A session that counts, as far as windows are concerned; or somebody's word: with `is_none`
    that there was none up to that day, with `is_skipped` that the two agreed to leave it out."""

    on: date
    is_async: bool = False
    is_none: bool = False
    is_skipped: bool = False

    @property
    def is_word(self) -> bool:
        return self.is_none or self.is_skipped


def windows(first: date | None, last: date | None, days: int) -> list[Window]:
    """All windows of a cycle. Without a first or a last day there are none yet."""
    if first is None or last is None:
        return []
    count = ((last - first).days + 1) // days
    step = timedelta(days=days)
    return [
        Window(number + 1, first + number * step, first + (number + 1) * step - timedelta(days=1))
        for number in range(count)
    ]


def continued(planned: list[Window], last: date, days: int) -> list[Window]:
    """The windows of a cycle, and those of two who go on after them until a day of their own."""
    if not planned:
        return planned
    added = windows(planned[-1].last + timedelta(days=1), last, days)
    return [*planned, *(replace(one, number=one.number + len(planned)) for one in added)]


def open_ended(first: date, today: date, days: int, *, back: int = 6) -> list[Window]:
    """For pairs without an end: the window of today and up to `back` ones before it."""
    reached = max((today - first).days, 0) // days
    last = first + timedelta(days=(reached + 1) * days - 1)
    return windows(first, last, days)[-(back + 1) :]


def are_fortnights(some: Iterable[Window]) -> bool:
    """All of them: two who go on may have windows of a month after those of their cycle."""
    return all((one.last - one.first).days + 1 == FORTNIGHT for one in some)


def of_pair(all_windows: Iterable[Window], starts_on: date, ended_on: date | None) -> list[Window]:
    """The windows a pair answers for: from the first that begins after it started to its end."""
    return [
        window
        for window in all_windows
        if window.first >= starts_on and (ended_on is None or window.last <= ended_on)
    ]


def state(window: Window, held: Iterable[Held], today: date) -> State:
    """A session outweighs every word, and leaving it out by agreement outweighs a plain no."""
    inside = [session for session in held if window.holds(session.on)]
    forms = {session.is_async for session in inside if not session.is_word}
    if forms:
        return State.MET if False in forms else State.ASYNC
    if any(session.is_skipped for session in inside):
        return State.SKIPPED
    if window.is_complete(today):
        return State.NOT_MET if inside else State.MISSED
    return State.NOW if window.holds(today) else State.AHEAD


def states(own: Iterable[Window], held: Iterable[Held], today: date) -> list[State]:
    sessions = list(held)
    return [state(window, sessions, today) for window in own]


def complete(own: Iterable[Window], today: date) -> list[Window]:
    return [window for window in own if window.is_complete(today)]


def met_count(own: Iterable[Window], held: Iterable[Held], today: date) -> tuple[int, int]:
    """Complete windows with a session, and complete windows. Of a pair that meets consistently the
    two are the same; `outcomes.queries.meetings` counts these for a whole cycle."""
    sessions = [session for session in held if not session.is_word]
    done = complete(own, today)
    met = [w for w in done if any(w.holds(session.on) for session in sessions)]
    return len(met), len(done)


def current(all_windows: Iterable[Window], today: date) -> Window | None:
    return next((window for window in all_windows if window.holds(today)), None)
