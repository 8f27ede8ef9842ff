"""What the page about more time shows: days to choose from, and how long the two are a pair."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import ngettext

from pairs.models import Extension, Pair
from pairs.rules.extending import last_day, latest_day
from people.models import User

_WEEKS = (4, 8)  # what most ask for; the longest that is allowed is offered beside
_NEAR = 12  # names of days closer than so many percent of the bar would stand in each other


@dataclass(frozen=True)
class Bar:
    """From the start over the end there was to the new one, and how far it could go; the days of
    the pair as shares of the bar."""

    first: date
    before: date
    until: date
    latest: date

    @cached_property
    def days(self) -> int:
        return max(1, (self.latest - self.first).days)

    @property
    def old_days(self) -> int:
        return (self.before - self.first).days

    @property
    def new_days(self) -> int:
        return (self.until - self.before).days

    @property
    def shows_latest(self) -> bool:
        return 100 * (self.latest - self.before).days / self.days > _NEAR


@dataclass(frozen=True)
class Choice:
    """One of the days that are proposed."""

    day: date
    sessions: int
    is_longest: bool
    bar: Bar


@dataclass(frozen=True)
class Extending:
    """A pair's more time as one of the two sees it."""

    pair: Pair
    user: User

    @cached_property
    def before(self) -> date | None:
        return last_day(self.pair)

    @cached_property
    def latest(self) -> date | None:
        return latest_day(self.pair) if self.pair.state == Pair.State.ACTIVE else None

    @cached_property
    def newest(self) -> Extension | None:
        """What was asked last, whatever became of it."""
        return self.pair.extensions.select_related("proposed_by").first()

    @property
    def open(self) -> Extension | None:
        row = self.newest
        return row if row and not (row.accepted_at or row.replaced_at) else None

    @property
    def is_own(self) -> bool:
        return self.open is not None and self.open.proposed_by_id == self.user.pk

    @property
    def declined(self) -> Extension | None:
        """What this person said no to, and may still agree to."""
        row = self.newest
        if row is None or row.proposed_by_id == self.user.pk:
            return None
        is_no = row.declined_at is not None and row.accepted_at is None
        return row if is_no and self._is_possible(row) else None

    @property
    def bar(self) -> Bar | None:
        """Of what is asked now."""
        return self._bar(self.open.ends_on) if self.open else None

    @property
    def more_time(self) -> str:
        """How much more is asked for: in weeks where they are whole, else in days."""
        row = self.open
        days = (row.ends_on - self.before).days if row and self.before else 0
        weeks, rest = divmod(days, 7)
        if rest:
            return ngettext("%(n)d more day", "%(n)d more days", days) % {"n": days}
        return ngettext("%(n)d more week", "%(n)d more weeks", weeks) % {"n": weeks}

    @property
    def more_sessions(self) -> int:
        row = self.open
        return self._sessions(row.ends_on, row.cadence_days) if row else 0

    @cached_property
    def choices(self) -> list[Choice]:
        if self.before is None or self.latest is None:
            return []
        days = [self.before + timedelta(weeks=n) for n in _WEEKS]
        shorter = [day for day in days if (self.latest - day).days >= 7]
        return [
            Choice(day, self._sessions(day, None), day == self.latest, bar)
            for day in [*shorter, self.latest]
            if (bar := self._bar(day))
        ]

    @property
    def usual_day(self) -> str:
        """The one that is chosen at first: in the middle."""
        return str(self.choices[len(self.choices) // 2].day) if self.choices else ""

    def _is_possible(self, row: Extension) -> bool:
        return bool(self.latest and self.before and self.before < row.ends_on <= self.latest)

    def _bar(self, until: date) -> Bar | None:
        if self.before is None or self.latest is None:
            return None
        return Bar(self.pair.starts_on, self.before, until, self.latest)

    def _sessions(self, until: date, cadence_days: int | None) -> int:
        """One in each whole stretch of the rhythm."""
        step = cadence_days or self.pair.cadence_days or self.pair.cycle.cadence_days
        return (until - self.before).days // step if self.before and step else 0
