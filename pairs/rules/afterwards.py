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


def shared_until(pair: Pair) -> datetime | None:
    """Up to which moment one of the two reads what the other shares; None while they work together.

    Two who had what they came for write their end in the week after it, for each other too; of a
    pair that ended before, what comes afterwards is for the next partner.
    """
    if pair.ended_at is None:
        return None
    return pair.ended_at + AFTERWARDS if pair.is_fulfilled else pair.ended_at
