"""The year of a plan and its quarters."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date) -> date:
    """A plan is for one year."""
    return months_later(first, 12) - timedelta(days=1)


@dataclass(frozen=True)
class Quarter:
    """Three months of a plan, both days included."""

    number: int
    first: date
    last: date

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def state(self, today: date) -> str:
        if today > self.last:
            return "past"
        return "now" if self.has(today) else "ahead"


def quarters(first: date) -> list[Quarter]:
    starts = [months_later(first, months) for months in (0, 3, 6, 9, 12)]
    return [
        Quarter(number, starts[number - 1], starts[number] - timedelta(days=1))
        for number in (1, 2, 3, 4)
    ]


def quarter_of(day: date, first: date) -> int:
    """The quarter a date is shown in: before the plan the first one, after it the last."""
    passed = [quarter for quarter in quarters(first) if quarter.first <= day]
    return passed[-1].number if passed else 1
