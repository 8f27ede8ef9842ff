"""Shared hours in a given week, with each zone's clock of that week (daylight saving included)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from pairing.engine.scoring.people import Person
from pairing.engine.values.terms import BadInput

SLOTS = 336
SLOTS_A_DAY = 48
WORKING_DAYS = 5
OFFICE = frozenset(
    day * SLOTS_A_DAY + slot for day in range(WORKING_DAYS) for slot in range(18, 34)
)


AT_ONCE = 512
# A zone, and the half hours of its week that suit somebody; None where they gave none.
Week = tuple[str, frozenset[int] | None]


@cache
def slots_in_utc(zone: str, hours: frozenset[int], monday: date) -> int:
    """The week's half hours as bits of one number, counted from Monday 00:00 UTC, wrapping round."""
    in_utc = _in_utc(zone, monday)
    bits = 0
    for slot in hours:
        bits |= 1 << in_utc[slot]
    return bits


@cache
def _in_utc(zone: str, monday: date) -> tuple[int, ...]:
    """Which half hour of the week in UTC each half hour on the wall is.

    Wall-clock times are turned into instants of that very week, so a zone that changes its clock
    on the Sunday has both offsets. Zones off by a quarter hour are rounded down to the half hour.
    Raises BadInput for an unknown zone.
    """
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {zone!r}") from None
    start = datetime.combine(monday, datetime.min.time(), UTC)
    slots = []
    for slot in range(SLOTS):
        naive = datetime.combine(monday, datetime.min.time()) + slot * timedelta(minutes=30)
        minutes = (naive.replace(tzinfo=clock).astimezone(UTC) - start) // timedelta(minutes=30)
        slots.append(minutes % SLOTS)
    return tuple(slots)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class InCommon:
    """What two people have in common of a week: by the hours both gave, else by office hours (9 to
    17 in each zone). `hours` suit both, `smaller` is the smaller of the two weeks, in hours."""

    hours: float
    smaller: float
    is_given: bool

    @property
    def hours_a_day(self) -> float:
        """Of a working day."""
        return self.hours / WORKING_DAYS


def in_common(mentee: Person, mentor: Person, week: date) -> InCommon:
    is_given = bool(mentee.hours and mentor.hours)
    first, second = (
        slots_in_utc(one.zone, one.hours if is_given and one.hours else OFFICE, monday_of(week))
        for one in (mentee, mentor)
    )
    smaller = min(first.bit_count(), second.bit_count())
    return InCommon((first & second).bit_count() / 2, smaller / 2, is_given)


def places_in_words(one: Person, other: Person) -> str:
    """Of whose clocks a sentence about hours speaks: "Vienna time", "Toronto and Denver time"."""
    places = dict.fromkeys(
        person.zone.rpartition("/")[2].replace("_", " ") for person in (one, other)
    )
    return f"{' and '.join(places)} time"


@dataclass(frozen=True)
class Overlaps:
    """`in_common` for classes of people, in half hours: each (mentees, mentors)."""

    shared: np.ndarray
    smaller: np.ndarray
    is_given: np.ndarray


def overlaps(mentees: Sequence[Week], mentors: Sequence[Week], week: date) -> Iterator[Overlaps]:
    """A few hundred mentees at a time: thousands who each gave hours of their own would otherwise
    fill the memory. Products of zeros and ones are exact in floats."""
    monday = monday_of(week)
    zones = list(dict.fromkeys(zone for zone, _hours in (*mentees, *mentors)))
    office = _bits([slots_in_utc(zone, OFFICE, monday) for zone in zones])
    ours, theirs = (_given(side, monday) for side in (mentees, mentors))
    number = {zone: place for place, zone in enumerate(zones)}
    rows, columns = (
        np.array([number[zone] for zone, _hours in side], dtype=np.int64)
        for side in (mentees, mentors)
    )
    office_shared, office_length = _product(office, office), office.sum(axis=1).astype(np.int16)
    length, other = (side.sum(axis=1).astype(np.int16) for side in (ours, theirs))
    for low in range(0, len(mentees), AT_ONCE):
        part = slice(low, low + AT_ONCE)
        is_given = (length[part, None] > 0) & (other > 0)
        by_office = office_shared[rows[part]][:, columns]
        office_least = np.minimum(office_length[rows[part], None], office_length[columns])
        yield Overlaps(
            np.where(is_given, _product(ours[part], theirs), by_office),
            np.where(is_given, np.minimum(length[part, None], other), office_least),
            is_given,
        )


def _given(people: Sequence[Week], monday: date) -> np.ndarray:
    """(people, half hours of the week) of the hours they gave; all zero for those who gave none."""
    return _bits([slots_in_utc(zone, hours, monday) if hours else 0 for zone, hours in people])


def _bits(weeks: Sequence[int]) -> np.ndarray:
    packed = b"".join(week.to_bytes(SLOTS // 8, "little") for week in weeks)
    flat = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), bitorder="little")
    return flat.reshape(len(weeks), SLOTS).astype(np.float32)


def _product(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return (first @ second.T).astype(np.int16)
