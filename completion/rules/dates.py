"""When two people worked together."""

from datetime import date

from pairs.models import Pair
from pairs.rules.extending import last_day


def ended_on(pair: Pair) -> date | None:
    """The last day of their work, also where the clock ended the pair on the day after it."""
    if pair.ended_at is None:
        return None
    planned, ended = last_day(pair), pair.cycle.day(pair.ended_at)
    return ended if planned is None else min(planned, ended)


def weeks(first: date, last: date) -> int:
    """Whole weeks, at least one."""
    return max(1, round(((last - first).days + 1) / 7))
