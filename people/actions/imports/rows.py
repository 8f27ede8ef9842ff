"""From cells to people: every value checked, every refusal named by line and column."""

import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.actions.imports.columns import Mapping
from people.actions.imports.files import Record, Table
from people.models import User

_FORMULA = re.compile(r"^(?:[=+@＝＋＠\t\r]|-.)", re.DOTALL)
_SHOWN = 60
MOST_YEARS = 80
LONGEST = {
    name: getattr(User._meta.get_field(name), "max_length", 0)
    for name in (
        "external_id",
        "name",
        "email",
        "division",
        "department",
        "job_title",
        "location",
        "time_zone",
    )
}


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place of the file. A note does not keep the row out."""

    line: int
    column: str
    message: str
    is_note: bool = False

    def as_dict(self) -> dict:
        return asdict(self)


@dataclass
class Row:
    """One person as the file has it. `facts` are the mapped fields of the model."""

    line: int
    email: str
    external_id: str | None
    facts: dict = field(default_factory=dict)
    manager: str = ""
    years: int | None = None

    @property
    def keys(self) -> set[str]:
        """What other rows may call this person."""
        return {self.email, self.external_id or self.email}


@dataclass
class Reading:
    """The good rows, the problems of all others, and the keys of people whose row is not good."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)


def read_rows(table: Table, mapping: Mapping) -> Reading:
    """What the file says, checked as far as that is possible without the database."""
    reading = Reading()
    places = [(name, mapping[name], table.index(mapping[name])) for name in mapping]
    for record in table.records:
        _read_row(record, len(table.columns), places, reading)
    _drop_twins(reading, mapping)
    return reading


def _read_row(record: Record, width: int, places: list[tuple], reading: Reading) -> None:
    extra = [cell for cell in record.cells[width:] if cell.strip()]
    if extra or len(record.cells) < width:
        message = _("The row has %(found)s cells, the head has %(expected)s.")
        numbers = {"found": len(record.cells), "expected": width}
        reading.problems.append(Problem(record.line, "", message % numbers))
        return
    values, problems = {}, []
    for name, column, place in places:
        try:
            values[name] = _VALUES[name](record.cells[place])
        except ValidationError as error:
            problems.append(Problem(record.line, column, error.messages[0]))
    if problems:
        reading.problems += problems
        keys = (values.get("email"), values.get("external_id"))
        reading.left_out |= {key for key in keys if key}
    else:
        reading.rows.append(_row(record.line, values))


def _row(line: int, values: dict) -> Row:
    row = Row(line, values.pop("email"), values.pop("external_id", None))
    row.manager = values.pop("manager", "")
    row.years = values.pop("years_at_company", None)
    if "start_date" in values:
        values["started_on"] = values.pop("start_date")
    if not values.get("time_zone", "UTC"):
        del values["time_zone"]
    row.facts = values
    return row


def _drop_twins(reading: Reading, mapping: Mapping) -> None:
    """Of rows with the same number or address only the first can be meant; say so for the rest."""
    first: dict[tuple[str, str], int] = {}
    kept = []
    for row in reading.rows:
        keys = [("email", row.email)]
        if row.external_id:
            keys.append(("external_id", row.external_id))
        twin = next((key for key in keys if key in first), None)
        if twin is None:
            kept.append(row)
            first.update(dict.fromkeys(keys, row.line))
            continue
        message = _("“%(value)s” stands in line %(line)s already.")
        words = message % {"value": twin[1], "line": first[twin]}
        reading.problems.append(Problem(row.line, mapping[twin[0]], words))
    reading.rows = kept


def _text(name: str, *, is_needed: bool = False) -> Callable[[str], str]:
    longest = LONGEST[name]

    def value(cell: str) -> str:
        text = " ".join(_safe(cell).split())
        if is_needed and not text:
            raise ValidationError(_("This is empty."), code="empty")
        if len(text) > longest:
            message = _("This has %(length)s characters; at most %(longest)s are possible.")
            numbers = {"length": len(text), "longest": longest}
            raise ValidationError(message % numbers, code="too_long")
        return text

    return value


def _safe(cell: str) -> str:
    text = cell.strip(" \u00a0\n")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text):
        raise ValidationError(_("There is a sign in it that cannot be shown."), code="bad_sign")
    if _FORMULA.match(text):
        message = _("“%(value)s” begins like a formula of a spreadsheet.")
        raise ValidationError(message % {"value": text[:_SHOWN]}, code="formula")
    return text


def _external_id(cell: str) -> str | None:
    return _text("external_id")(cell) or None


def _email(cell: str) -> str:
    address = _text("email", is_needed=True)(cell).lower()
    try:
        validate_email(address)
    except ValidationError:
        message = _("“%(value)s” is not an e-mail address.")
        raise ValidationError(message % {"value": address[:_SHOWN]}, code="bad_email") from None
    return address


def _whole(cell: str, most: int) -> int | None:
    text = cell.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= most):
        message = _("“%(value)s” is not a whole number from 0 to %(most)s.")
        raise ValidationError(message % {"value": text[:_SHOWN], "most": most}, code="bad_number")
    return int(text)


def _level(cell: str) -> int | None:
    return _whole(cell, 99)


def _years(cell: str) -> int | None:
    return _whole(cell, MOST_YEARS)


def _day(cell: str) -> date | None:
    text = cell.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200 or len(text) != 10:
        message = _("“%(value)s” is not a date like 2021-06-07.")
        raise ValidationError(message % {"value": text[:_SHOWN]}, code="bad_date")
    return day


@cache
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the disk each time


def _zone(cell: str) -> str:
    text = _text("time_zone")(cell)
    if not text or text in known_zones():
        return text
    near = difflib.get_close_matches(text, known_zones(), n=1)
    message = _("“%(value)s” is not a time zone. Example: %(example)s.")
    words = {"value": text[:_SHOWN], "example": near[0] if near else "Europe/Berlin"}
    raise ValidationError(message % words, code="unknown_zone")


_VALUES: dict[str, Callable] = {
    "external_id": _external_id,
    "name": _text("name", is_needed=True),
    "email": _email,
    "division": _text("division"),
    "department": _text("department"),
    "job_title": _text("job_title"),
    "level": _level,
    "manager": _text("email"),
    "start_date": _day,
    "years_at_company": _years,
    "location": _text("location"),
    "time_zone": _zone,
}
