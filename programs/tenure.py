"""Months at the company: when somebody first fulfils a requirement."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from programs.models import Obligation, Requirement


def first_day(started_on: date, months: int) -> date:
    """The first day on which that many months are complete; 31 January and a month: 28 February."""
    year, month = divmod(started_on.year * 12 + started_on.month - 1 + months, 12)
    return date(year, month + 1, min(started_on.day, monthrange(year, month + 1)[1]))


def required_months(requirements: Iterable[Requirement]) -> int:
    """The tenure without which nobody may apply; 0 if none is required."""
    return max(
        (
            requirement.months or 0
            for requirement in requirements
            if requirement.kind == Requirement.Kind.TENURE
            and requirement.obligation == Obligation.REQUIRED
        ),
        default=0,
    )
