"""Shared hours in a given week, with each zone's clock of that week (daylight saving included)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pairing.engine.values.terms import BadInput

SLOTS = 336
SLOTS_A_DAY = 48
WORKING_DAYS = 5
OFFICE = frozenset(
    day * SLOTS_A_DAY + slot for day in range(WORKING_DAYS) for slot in range(18, 34)
)


@cache
def slots_in_utc(zone: str, hours: frozenset[int], monday: date) -> int:
    """The week's half hours as bits of one number, counted from Monday 00:00 UTC, wrapping round.

    Wall-clock times are turned into instants of that very week, so a zone that changes its clock
    on the Sunday has both offsets. Zones off by a quarter hour are rounded down to the half hour.
    Raises BadInput for an unknown zone.
    """
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {zone!r}") from None
    start = datetime.combine(monday, datetime.min.time(), UTC)
    bits = 0
    for slot in hours:
        naive = datetime.combine(monday, datetime.min.time()) + slot * timedelta(minutes=30)
        minutes = (naive.replace(tzinfo=clock).astimezone(UTC) - start) // timedelta(minutes=30)
        bits |= 1 << (minutes % SLOTS)
    return bits


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def office_hours_shared(zone: str, other: str, week: date) -> float:
    """Working hours a day (9 to 17, Monday to Friday) that two zones have in common that week."""
    first, second = (slots_in_utc(name, OFFICE, monday_of(week)) for name in (zone, other))
    return (first & second).bit_count() / 2 / WORKING_DAYS


def hours_shared(
    zone: str,
    hours: frozenset[int] | None,
    other_zone: str,
    other: frozenset[int] | None,
    week: date,
) -> tuple[float, float]:
    """Hours of the week that suit both, and the smaller of the two weeks (both in hours)."""
    first = slots_in_utc(zone, OFFICE if hours is None else hours, monday_of(week))
    second = slots_in_utc(other_zone, OFFICE if other is None else other, monday_of(week))
    return (first & second).bit_count() / 2, min(first.bit_count(), second.bit_count()) / 2
