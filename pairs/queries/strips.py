"""The fortnights a pair answers for, and how each went."""

from dataclasses import dataclass
from datetime import date, datetime

from pairs.models import MentoringSession, Pair
from pairs.rules import windows
from pairs.rules.extending import last_day
from pairs.rules.health import Health, health
from pairs.rules.windows import Held, State, Window

_Session = MentoringSession


@dataclass(frozen=True)
class Strip:
    """The windows a pair answers for, and how each went."""

    windows: list[Window]
    states: list[State]
    today: date
    heard_until: date | None = None  # the last day up to which somebody said that there was none

    @property
    def are_fortnights(self) -> bool:
        return windows.are_fortnights(self.windows)

    @property
    def met(self) -> int:
        return len(self.met_windows)

    @property
    def met_windows(self) -> list[Window]:
        """The fortnights with a session."""
        met = {State.MET, State.ASYNC}
        both = zip(self.windows, self.states, strict=True)
        return [window for window, state in both if state in met]

    @property
    def health(self) -> Health:
        return health(self.windows, self.states, self.today)

    @property
    def unlogged(self) -> int:
        """Fortnights that are over, and about which nobody has said anything."""
        return self.states.count(State.MISSED)

    @property
    def said_not_met(self) -> int:
        return self.states.count(State.NOT_MET)

    @property
    def skipped(self) -> int:
        return self.states.count(State.SKIPPED)

    @property
    def current(self) -> Window | None:
        return windows.current(self.windows, self.today)

    @property
    def begins_on(self) -> date | None:
        """The first day of the pair's first fortnight while it lies ahead: of a pair made in the
        middle of one."""
        first = self.windows[0].first if self.windows else None
        return first if first is not None and self.today < first else None

    @property
    def missed_last(self) -> Window | None:
        """The window that has just ended without a session: worth asking about, also when all that
        is known of it is a "not yet" from before its end."""
        done = windows.complete(self.windows, self.today)
        if not done:
            return None
        state, window = self.states[len(done) - 1], done[-1]
        is_half_known = state == State.NOT_MET and (self.heard_until or window.last) < window.last
        return window if state == State.MISSED or is_half_known else None

    @property
    def said_no_until(self) -> date | None:
        """Of the window asked about, the day up to which somebody said that they had not met."""
        asked = self.missed_last
        known = asked is not None and self.heard_until and asked.holds(self.heard_until)
        return self.heard_until if known else None


def strip_of(pair: Pair, sessions: list[MentoringSession], at: datetime) -> Strip:
    """Needs the pair with its cycle, and its sessions that are not called off."""
    today = pair.cycle.day(at)
    ended = None if pair.ended_at is None else pair.cycle.day(pair.ended_at)
    own = windows.of_pair(_windows(pair, today), pair.starts_on, ended)
    held = [
        Held(
            session.held_on,
            is_async=session.form == _Session.Form.ASYNC,
            is_none=session.state == _Session.State.NOT_HELD,
            is_skipped=session.state == _Session.State.SKIPPED,
        )
        for session in sessions
        if session.held_on is not None and (session.counts or session.state in _Session.WORDS)
    ]
    heard = max((one.on for one in held if one.is_none), default=None)
    return Strip(own, windows.states(own, held, today), today, heard)


def _windows(pair: Pair, today: date) -> list[Window]:
    """Two who agreed to go on have the fortnights of their own time, too, in a rhythm of their own if
    they chose one; a cycle's figures do not."""
    cycle, last = pair.cycle, last_day(pair)
    days = cycle.cadence_days if pair.cadence_days is None else pair.cadence_days
    if cycle.ends_on is None or last is None:
        return windows.open_ended(pair.starts_on, today, days) if days else []
    planned = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)
    return windows.continued(planned, last, days)
