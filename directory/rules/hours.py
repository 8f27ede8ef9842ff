"""Weeks of two people laid over each other, each on its own clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from surveys.week import half_hours

HALF_HOUR = timedelta(minutes=30)
A_WEEK = 336  # half hours
A_DAY = 48


@dataclass(frozen=True)
class Span:
    """From one half hour of a day to another, as hours: 9.5 is half past nine."""

    day: int  # 0 is Monday
    first: float
    last: float


@lru_cache(maxsize=8192)
def in_utc(slots: tuple[str, ...], zone: str, monday: date) -> int:
    """The half hours of a usual week as bits of one number, from Monday 00:00 UTC, wrapping round.

    Each time of day is turned into the moment it is in that very week, so clocks that change count.
    Zones off by a quarter of an hour are rounded down to the half hour.
    """
    clock = ZoneInfo(zone)
    start = datetime.combine(monday, datetime.min.time())
    bits = 0
    for number in half_hours(slots):
        moment = (start + number * HALF_HOUR).replace(tzinfo=clock).astimezone(UTC)
        bits |= 1 << ((moment.replace(tzinfo=None) - start) // HALF_HOUR % A_WEEK)
    return bits


def shared_hours(mine: int, theirs: int) -> float:
    return (mine & theirs).bit_count() / 2


def spans(bits: int, zone: str, monday: date) -> list[Span]:
    """What the bits are on the clock of a zone in that week, in order of days."""
    clock = ZoneInfo(zone)
    start = datetime.combine(monday, datetime.min.time(), UTC)
    places = sorted(
        _place((start + number * HALF_HOUR).astimezone(clock), monday)
        for number in range(A_WEEK)
        if bits >> number & 1
    )
    return list(_runs(places))


def _place(moment: datetime, monday: date) -> int:
    """Half hours from Monday 00:00 of the zone's own clock, wrapping round."""
    local = moment.replace(tzinfo=None) - datetime.combine(monday, datetime.min.time())
    return local // HALF_HOUR % A_WEEK


def _runs(places: Iterable[int]) -> Iterable[Span]:
    """Half hours in a row, cut at midnight."""
    run: list[int] = []
    for place in places:
        if run and not (place == run[-1] + 1 and place % A_DAY):
            yield _span(run[0], run[-1])
            run = []
        run.append(place)
    if run:
        yield _span(run[0], run[-1])


def _span(first: int, last: int) -> Span:
    day, begins = divmod(first, A_DAY)
    return Span(day, begins / 2, (last % A_DAY + 1) / 2)


@lru_cache(maxsize=4096)
def ahead(zone: str, other: str, monday: date) -> float:
    """By how many hours the clock of `other` is ahead of that of `zone` in that week."""
    noon = datetime.combine(monday, datetime.min.time(), UTC) + timedelta(hours=12)
    there, here = (noon.astimezone(ZoneInfo(name)).replace(tzinfo=UTC) for name in (other, zone))
    return (there - here) / timedelta(hours=1)
