"""Times that suit both: from the hours of a usual week that each gave, in their own zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HALF_HOUR = timedelta(minutes=30)
_A_DAY = 48


@dataclass(frozen=True)
class Week:
    """The half hours of a usual week that suit somebody: 0 is Monday, 00:00, on their wall."""

    zone: str
    half_hours: frozenset[int]

    def suits(self, begins: datetime, minutes: int) -> bool:
        """Whether it suits from a moment on, for so long."""
        clock = ZoneInfo(self.zone)
        halves = -(-minutes // 30)
        return all(
            self._number((begins + n * HALF_HOUR).astimezone(clock)) in self.half_hours
            for n in range(halves)
        )

    @staticmethod
    def _number(local: datetime) -> int:
        return local.weekday() * _A_DAY + local.hour * 2 + local.minute // 30


def suiting(weeks: list[Week], first: date, days: int, minutes: int) -> Iterator[datetime]:
    """Beginnings that suit everybody, one a day at most: the earliest of each day of the first
    person's calendar, on the hour rather than on the half."""
    clock = ZoneInfo(weeks[0].zone)
    for day in (first + timedelta(days=n) for n in range(days)):
        midnight = datetime.combine(day, datetime.min.time(), clock)
        tries = [(midnight + n * HALF_HOUR).astimezone(UTC) for n in range(_A_DAY)]
        fits = [one for one in tries if all(week.suits(one, minutes) for week in weeks)]
        on_the_hour = (one for one in fits if one.astimezone(clock).minute == 0)
        chosen = next(on_the_hour, None) or next(iter(fits), None)
        if chosen is not None:
            yield chosen
