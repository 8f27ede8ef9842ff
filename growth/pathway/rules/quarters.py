"""Quarters of somebody's time here, and of the calendar.

A year is a year of tenure, not of the career. Its first quarter begins with the month somebody
started in, so every quarter is three whole months: whoever starts on 11 January is in year 1,
quarter 4 from 1 October on.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

MONTHS = 3
LAST_YEAR = 40  # of tenure, as far as somebody can move or add something


@total_ordering
@dataclass(frozen=True)
class Slot:
    """A quarter of a year of tenure; without a quarter, the ideas of that year and later."""

    year: int
    quarter: int | None = None

    def __lt__(self, other: "Slot") -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, int]:
        """Ideas of a year stand behind its quarters."""
        return (self.year, self.quarter or 5)

    @property
    def key(self) -> str:
        return f"y{self.year}q{self.quarter}" if self.quarter else f"y{self.year}"

    @property
    def next(self) -> "Slot":
        """The quarter after this one."""
        if self.quarter in {None, 4}:
            return Slot(self.year + 1, 1)
        return Slot(self.year, self.quarter + 1)


def slot_of(day: date, started_on: date) -> Slot:
    """The quarter a day is in. Days before the start count as the first one."""
    months = (day.year - started_on.year) * 12 + day.month - started_on.month
    year, quarter = divmod(max(months, 0) // MONTHS, 4)
    return Slot(year + 1, quarter + 1)


def first_day(slot: Slot, started_on: date) -> date:
    """Of ideas, the first day of their year."""
    quarters = (slot.year - 1) * 4 + (slot.quarter or 1) - 1
    return _month(started_on, quarters * MONTHS)


def last_day(slot: Slot, started_on: date) -> date:
    """Of a quarter, both days included. Ideas have none."""
    return first_day(slot.next, started_on) - timedelta(days=1)


def has_begun(slot: Slot, here: Slot) -> bool:
    """Ideas begin with their year."""
    return Slot(slot.year, slot.quarter or 1) <= here


@dataclass(frozen=True)
class CalendarQuarter:
    """Three months of the calendar, as organizations report."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def last(self) -> date:
        return _month(self.first, MONTHS) - timedelta(days=1)

    @property
    def before(self) -> "CalendarQuarter":
        if self.number == 1:
            return CalendarQuarter(self.year - 1, 4)
        return CalendarQuarter(self.year, self.number - 1)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"


def finished_quarters(today: date, count: int) -> list[CalendarQuarter]:
    """The latest ones that are over, the last first. The running one would tell who did
    something today to whoever looks twice."""
    quarter = CalendarQuarter(today.year, (today.month - 1) // MONTHS + 1)
    found = []
    for _number in range(count):
        quarter = quarter.before
        found.append(quarter)
    return found


def _month(day: date, months: int) -> date:
    """The first of the month so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
