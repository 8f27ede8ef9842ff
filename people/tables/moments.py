"""Times as forms and spreadsheets write them, with and without a zone; a column at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.tables import days, zones
from people.tables.texts import SHOWN

_WHOLE = re.compile(
    r"(?P<day>.+?)"
    r"(?:(?:T|,?\s+)(?:at |um )?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:[.,]\d+)?\s*(?P<half>[ap]\.?\s?m\b\.?)?(?:\s*Uhr)?\s*(?P<zone>[A-Z(+\-−].*)?)?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"([1-7]\d{4})[.,](\d{1,15})")
_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?\)?")
# Hours east of Greenwich of abbreviations that mean one thing wherever they are written.
_ABBREVIATIONS = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "MEZ": 1,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "SAST": 2,
    "EAT": 3,
    "WAT": 1,
    "CAT": 2,
    "PKT": 5,
    "NPT": 5.75,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "HST": -10,
    "AKST": -9,
    "AKDT": -8,
    "BRT": -3,
    "ART": -3,
    "CLT": -4,
    "CLST": -3,
    "ICT": 7,
    "WIB": 7,
    "SGT": 8,
    "HKT": 8,
    "PHT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}


@dataclass(frozen=True)
class Column:
    """The moments of a column in the order of its cells; None for a blank cell, words where a cell
    is no time. Examples show what somebody has to choose, or to know."""

    moments: list[datetime | str | None]
    open_day: str = ""  # day and month could be the other way round
    open_zone: str = ""  # an abbreviation that several zones share
    without_zone: str = ""  # read as a time of the zone that was given


@dataclass(frozen=True)
class _Parts:
    day: str
    clock: time | None = None  # None where the cell is a day alone
    zone: str = ""
    is_wrong: bool = False


def read_column(
    cells: Sequence[str], *, order: str = "", zone: str = "", own_zone: str, at: datetime
) -> Column:
    """Times without a zone are of `own_zone`, unless somebody chose another `zone` for the column.
    A day alone counts from its beginning: nobody is late by a guess. No time lies after `at`."""
    parts = [_split(cell.strip()) for cell in cells]
    tomorrow = at.date() + timedelta(days=1)
    by_day = days.read_column([part.day for part in parts], order=order, latest=tomorrow)
    local = ZoneInfo(zone or own_zone)
    moments = [
        _moment(cell.strip(), day, part, local, at)
        for cell, day, part in zip(cells, by_day.days, parts, strict=True)
    ]
    found = [
        part for part, moment in zip(parts, moments, strict=True) if isinstance(moment, datetime)
    ]
    unclear = (part.zone for part in found if part.zone and _zone(part.zone) is None)
    bare = (part.day for part in found if not part.zone)
    return Column(
        moments,
        open_day=by_day.open_example,
        open_zone="" if zone else next(unclear, ""),
        without_zone=next(bare, ""),
    )


def _split(words: str) -> _Parts:
    if serial := _SERIAL.fullmatch(words):
        seconds = round(float(f"0.{serial[2]}") * 86_400)
        return _Parts(serial[1], _clock(seconds))
    match = _WHOLE.fullmatch(words)
    if match is None or match["hour"] is None:
        return _Parts(words)
    hour, zone = int(match["hour"]), (match["zone"] or "").strip()
    if match["half"]:
        is_afternoon = match["half"][0] in "pP"
        if hour == 0 or (hour > 12 and not is_afternoon):
            return _Parts(match["day"], is_wrong=True)
        hour = hour % 12 + (12 if is_afternoon else 0)
    try:
        clock = time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return _Parts(match["day"], is_wrong=True)
    return _Parts(match["day"], clock, zone)


def _clock(seconds: int) -> time:
    minutes, second = divmod(min(seconds, 86_399), 60)
    return time(minutes // 60, minutes % 60, second)


def _moment(
    cell: str, day: date | str | None, part: _Parts, local: tzinfo, at: datetime
) -> datetime | str | None:
    if day is None:
        return None
    if isinstance(day, str) or part.is_wrong:
        return _("“%(value)s” is not a time like 2021-06-07 14:30.") % {"value": cell[:SHOWN]}
    where = (_zone(part.zone) if part.zone else None) or local
    moment = datetime.combine(day, part.clock or time(), tzinfo=where)
    same = moment.astimezone(UTC).astimezone(where)
    if part.clock and same.replace(tzinfo=None) != moment.replace(tzinfo=None):
        message = _("“%(value)s” does not exist: clocks in %(zone)s were set forward that night.")
        return message % {"value": cell[:SHOWN], "zone": where}
    if moment > at:
        return _("“%(value)s” is in the future.") % {"value": cell[:SHOWN]}
    return moment


def _zone(words: str) -> tzinfo | None:
    """None for an abbreviation that several zones share, or that nobody knows."""
    words = words.strip("() ")
    if words.upper() in _ABBREVIATIONS:
        return timezone(timedelta(hours=_ABBREVIATIONS[words.upper()]))
    if offset := _OFFSET.fullmatch(words.upper()):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    try:
        return ZoneInfo(zones.zone(words))
    except ValidationError:
        return None
