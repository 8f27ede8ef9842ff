"""The week after the end: what the two reached can still be written down, and then stays as it is."""

from datetime import date, datetime, timedelta

from pairs.models import Pair

AFTERWARDS = timedelta(days=7)


def writable_until(pair: Pair) -> date | None:
    """The last day of the week after the end; None while the two work together."""
    return None if pair.ended_at is None else pair.cycle.day(pair.ended_at) + AFTERWARDS


def may_write(pair: Pair, at: datetime) -> bool:
    until = writable_until(pair)
    return until is None or pair.cycle.day(at) <= until
