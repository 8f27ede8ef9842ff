"""The weekly availability grid: parts of each day and half hours, in the person's own time zone."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from people.names import sort_key
from surveys.values import DAYS, GRID_ENDS, GRID_STARTS, PART_HOURS, PART_STARTS, PARTS, SLOTS

HALF_HOURS_A_DAY = 48
DAY_NAMES = {
    "mon": (gettext_lazy("Mon"), gettext_lazy("Monday")),
    "tue": (gettext_lazy("Tue"), gettext_lazy("Tuesday")),
    "wed": (gettext_lazy("Wed"), gettext_lazy("Wednesday")),
    "thu": (gettext_lazy("Thu"), gettext_lazy("Thursday")),
    "fri": (gettext_lazy("Fri"), gettext_lazy("Friday")),
    "sat": (gettext_lazy("Sat"), gettext_lazy("Saturday")),
    "sun": (gettext_lazy("Sun"), gettext_lazy("Sunday")),
}
# By the number of the part, as `PART_STARTS`.
PART_NAMES = (
    gettext_lazy("Morning"),
    gettext_lazy("Midday"),
    gettext_lazy("Afternoon"),
    gettext_lazy("Evening"),
    gettext_lazy("Late evening"),
    gettext_lazy("Early morning"),
)
_STRETCH = re.compile(r"(\S+)\s+(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?")
_MINUTES = {None, "00", "30"}


def hours_of(part: int) -> str:
    return f"{PART_STARTS[part]}–{PART_STARTS[part] + PART_HOURS}"


def slot_label(slot: str) -> str:
    """ "mon-1" as "Monday midday, 11–14", "mon-0930" as "Monday 9:30–10"."""
    return _slot_label(slot, get_language())


@lru_cache(maxsize=2048)
def _slot_label(slot: str, _language: str | None) -> str:
    day, part = slot.split("-")
    if len(part) > 1:
        return _stretch(day, min(_covered(slot)), 1)
    return _("%(day)s %(part)s, %(hours)s") % {
        "day": DAY_NAMES[day][1],
        "part": str(PART_NAMES[int(part)]).lower(),
        "hours": hours_of(int(part)),
    }


def grid() -> dict[str, Any]:
    """The table weekly times are printed in: days across, parts of the day down."""
    parts = [
        {"label": PART_NAMES[part], "slots": [f"{day}-{part}" for day in DAYS]} for part in PARTS
    ]
    return {"days": [DAY_NAMES[day][0] for day in DAYS], "parts": parts}


def in_words(slots: Iterable[str]) -> list[str]:
    """Parts of days one by one, half hours that follow each other as one stretch."""
    known = [slot for slot in SLOTS if slot in set(slots)]
    return [
        *(slot_label(slot) for slot in known if not is_half_hour(slot)),
        *stretches(known),
    ]


def stretches(slots: Iterable[str]) -> list[str]:
    """The half hours among the slots in words: "Monday 9:30–11"."""
    found: list[list[int]] = []
    for half_hour in sorted(half_hours(slot for slot in slots if is_half_hour(slot))):
        if found and half_hour == sum(found[-1]) and half_hour % HALF_HOURS_A_DAY:
            found[-1][1] += 1
        else:
            found.append([half_hour, 1])
    return [_stretch(DAYS[first // HALF_HOURS_A_DAY], first, count) for first, count in found]


def half_hours(slots: Iterable[str]) -> frozenset[int]:
    """Half hours of the week that the slots cover, 0 being Monday 00:00."""
    return frozenset().union(*(_covered(slot) for slot in slots if slot in _KNOWN))


def is_half_hour(slot: str) -> bool:
    return len(slot.partition("-")[2]) > 1


class Reader:
    """Reads times of the week as files and people write them. Made once for many of them."""

    def __init__(self) -> None:
        parts = (slot for slot in SLOTS if not is_half_hour(slot))
        self.parts = {sort_key(slot_label(slot)): slot for slot in parts}
        names = ((day, str(name)) for day, both in DAY_NAMES.items() for name in both)
        self.days = {sort_key(name): day for day, name in names}

    def slots(self, words: str) -> list[str] | None:
        """What a slot, one of `in_words` or a stretch ("Mon 9:30-11") means; None if nothing."""
        said = sort_key(words)
        if said in _KNOWN:
            return [said]
        return [self.parts[said]] if said in self.parts else self._stretch(said)

    def _stretch(self, said: str) -> list[str] | None:
        match = _STRETCH.fullmatch(said)
        if match is None or match[1] not in self.days or not {match[3], match[5]} <= _MINUTES:
            return None
        first = 2 * int(match[2]) + (match[3] == "30")
        end = 2 * int(match[4]) + (match[5] == "30")
        if not 2 * GRID_STARTS <= first < end <= 2 * GRID_ENDS:
            return None
        day = self.days[match[1]]
        return [f"{day}-{half // 2:02}{30 * (half % 2):02}" for half in range(first, end)]


def _covered(slot: str) -> range:
    day, _dash, part = slot.partition("-")
    midnight = DAYS.index(day) * HALF_HOURS_A_DAY
    if is_half_hour(slot):
        first = midnight + 2 * int(part[:2]) + (part[2:] == "30")
        return range(first, first + 1)
    first = midnight + 2 * PART_STARTS[int(part)]
    return range(first, first + 2 * PART_HOURS)


def _stretch(day: str, first: int, count: int) -> str:
    begin = first % HALF_HOURS_A_DAY
    return f"{DAY_NAMES[day][1]} {_short_clock(begin)}–{_short_clock(begin + count)}"


def _short_clock(half_hour: int) -> str:
    """ "9:30", and "9" on the hour."""
    return f"{half_hour // 2}:30" if half_hour % 2 else str(half_hour // 2)


_KNOWN = frozenset(SLOTS)
