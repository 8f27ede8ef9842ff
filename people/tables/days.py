"""Days as programs and people write them. A column is read as a whole, because one cell may tell
the order of day and month for all of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from people.names import sort_key
from people.tables.texts import SHOWN

DAY_FIRST, MONTH_FIRST = "day", "month"
ORDERS = (DAY_FIRST, MONTH_FIRST)

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)
_EXCEL_BEGINS = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SERIAL = re.compile(r"([1-7]\d{4})(?:[.,]\d+)?")
# Dots are written with the day first, wherever dots are written.
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\.?")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_AND_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[.\s-]*(?:de |of )?([a-z]+)[.\s,-]*(?:de )?(\d{4}|\d{2})"
)
_NAME_AND_DAY = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th|er)?,?\s*(\d{4})")
_WEEKDAY = re.compile(r"^[a-z]{2,10}\.?,\s*(?=\d|[a-z])")
_TIME_BEHIND = re.compile(r"(?:[T,\s]\s*\d{1,2}[:.]\d{2}.*)$")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janner januar janvier janv enero ene gennaio gen januari janeiro styczen",
            "february feb februar fevrier fevr febrero febbraio februari fevereiro luty",
            "march mar marz maerz mars marzo maart mrt marco marzec",
            "april apr avril avr abril abr aprile kwiecien",
            "may mai mayo maggio mag mei maio maj",
            "june jun juni juin junio giugno giu junho czerwiec",
            "july jul juli juillet juil julio luglio lug julho lipiec",
            "august aug aout agosto ago augustus sierpien",
            "september sep sept septembre septiembre settembre set setembro wrzesien",
            "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik",
            "november nov novembre noviembre novembro listopad",
            "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True)
class Reading:
    """The days a cell can mean: with the day first, with the month first. Both are the same where
    there is one reading only, None where there is none."""

    day_first: date | None
    month_first: date | None

    @property
    def is_open(self) -> bool:
        return self.day_first != self.month_first and None not in (self.day_first, self.month_first)

    def until(self, latest: date) -> "Reading":
        return Reading(
            *(day if day and day <= latest else None for day in (self.day_first, self.month_first))
        )

    def by(self, order: str) -> date | None:
        return self.month_first if order == MONTH_FIRST else self.day_first


@dataclass(frozen=True)
class Column:
    """The days of a column in the order of its cells; None for a blank cell, words where a cell
    is no day. `open_example` is a cell that has two readings, when nothing tells which is meant."""

    days: list[date | str | None]
    open_example: str = ""


def read_column(cells: Sequence[str], *, order: str = "", latest: date) -> Column:
    """`order` is what somebody chose; without it the column's own cells decide. No day after
    `latest` can be meant, and years of two digits lie before it."""
    readings = [read(cell, latest=latest) for cell in cells]
    order = order or order_of(reading and reading.until(latest) for reading in readings)
    is_open = (cell for cell, r in zip(cells, readings, strict=True) if r and r.is_open)
    open_example = "" if order else next(is_open, "")
    days = [_day(cell, reading, order) for cell, reading in zip(cells, readings, strict=True)]
    return Column(days, open_example.strip())


def order_of(readings: Iterable[Reading | None]) -> str:
    """The only order in which every cell that depends on it is a day; empty when both are one."""
    depend = [r for r in readings if r and r.day_first != r.month_first]
    if not any(reading.is_open for reading in depend):
        return DAY_FIRST if all(r.day_first for r in depend) else MONTH_FIRST
    fits = [order for order in ORDERS if all(reading.by(order) for reading in depend)]
    return fits[0] if len(fits) == 1 else ""


def read(cell: str, *, latest: date) -> Reading | None:
    """None for a blank cell. A time behind the day is left out."""
    words = cell.strip()
    if not words:
        return None
    return _read(words, latest) or _read(_TIME_BEHIND.sub("", words), latest) or Reading(None, None)


def _read(words: str, latest: date) -> Reading | None:
    if match := _ISO.fullmatch(words):
        return _only(_date(match[1], match[3], match[4]))
    if match := _COMPACT.fullmatch(words):
        return _only(_date(*match.groups()))
    if match := _SERIAL.fullmatch(words):
        return _only(_EXCEL_BEGINS + timedelta(days=int(match[1])))
    if match := _DOTTED.fullmatch(words):
        return _only(_date(_year(match[3], latest), match[2], match[1]))
    if match := _SLASHED.fullmatch(words):
        year = _year(match[4], latest)
        return Reading(_date(year, match[3], match[1]), _date(year, match[1], match[3]))
    return _read_with_name(_WEEKDAY.sub("", sort_key(words)), latest)


def _read_with_name(words: str, latest: date) -> Reading | None:
    if match := _DAY_AND_NAME.fullmatch(words):
        day, name, year = match.groups()
    elif match := _NAME_AND_DAY.fullmatch(words):
        name, day, year = match.groups()
    else:
        return None
    month = _MONTHS.get(name)
    return _only(_date(_year(year, latest), month, day)) if month else None


def _only(day: date | None) -> Reading:
    return Reading(day, day)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None


def _year(digits: str, latest: date) -> int:
    if len(digits) == 4:
        return int(digits)
    century = latest.year - latest.year % 100
    year = century + int(digits)
    return year if year <= latest.year else year - 100


def _day(cell: str, reading: Reading | None, order: str) -> date | str | None:
    if reading is None:
        return None
    day = reading.by(order or DAY_FIRST)
    if day is None:
        message = _("“%(value)s” is not a date like 2021-06-07.")
        return message % {"value": cell.strip()[:SHOWN]}
    return day
