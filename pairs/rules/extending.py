"""How long two people may go on together (A7)."""

from datetime import date, datetime, timedelta

from pairs.models import Pair


def last_day(pair: Pair) -> date | None:
    """The pair's own last day, else its cycle's; None in a cycle whose end nobody knows yet."""
    return pair.ends_on or pair.cycle.ends_on


def ended_on(pair: Pair) -> date | None:
    """The last day of their work, also where the clock ended the pair on the day after it."""
    if pair.ended_at is None:
        return None
    planned, ended = last_day(pair), pair.cycle.day(pair.ended_at)
    return ended if planned is None else min(planned, ended)


def is_last_stretch(pair: Pair, at: datetime) -> bool:
    """The end is as near as the program's rhythm is long: time to think of it."""
    last, cycle = last_day(pair), pair.cycle
    if pair.state != Pair.State.ACTIVE or last is None:
        return False
    return (last - cycle.day(at)).days < cycle.cadence_days


def latest_day(pair: Pair) -> date | None:
    """Up to which day the two may extend; None where they may not.

    Of a cycle the days count from its own last day, so that they are not had again with each
    extension. Independent pairs have no other measure than themselves.
    """
    is_independent = pair.cycle.program.is_independent
    counted_from = last_day(pair) if is_independent else pair.cycle.ends_on
    if counted_from is None or not pair.cycle.extension_days:
        return None
    latest = counted_from + timedelta(days=pair.cycle.extension_days)
    return latest if latest > (last_day(pair) or counted_from) else None
