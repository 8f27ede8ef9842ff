"""From cells to people: every value checked, every refusal named by line and column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.actions.imports import columns
from people.facts import IN_FILES, Fact, Kind, longest
from people.tables import days, numbers, texts, zones
from people.tables.records import Choices, Record, Table

_FACT_OF = {fact.column: fact.name for fact in IN_FILES}
_DAYS = {fact.column for fact in IN_FILES if fact.kind is Kind.DAY}
_FAR = timedelta(days=2 * 366)  # nobody is told to HR so long before they start


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
    """One person as the file has it. `facts` are the mapped fields of the model, without those that
    are blank unless a blank is to clear them."""

    line: int
    email: str
    external_id: str | None
    facts: dict = field(default_factory=dict)
    manager: str | None = None  # "" for nobody, None where the file does not say
    years: numbers.Years | None = None

    @property
    def keys(self) -> set[str]:
        """What other rows may call this person."""
        return {self.email, self.external_id or self.email}


@dataclass
class CheckedRows:
    """The good rows, the problems of all others, and the keys of people whose row is not good.

    `open_orders` shows, by column, a date that has two readings: somebody must choose.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    open_orders: dict[str, str] = field(default_factory=dict)


def check_rows(
    table: Table, mapping: columns.Mapping, choices: Choices, *, as_of: date
) -> CheckedRows:
    """What the file says, checked as far as that is possible without the database."""
    checked = CheckedRows()
    readers = _readers(table, mapping, choices, checked, as_of)
    footer = _footer(table, mapping)
    for record in table.records:
        if record.line in footer:
            checked.problems.append(_footer_note(record))
        else:
            _check_row(record, readers, mapping, choices, checked)
    _drop_twins(checked, mapping)
    return checked


Reader = Callable[[Record], object]


def _readers(
    table: Table,
    mapping: columns.Mapping,
    choices: Choices,
    checked: CheckedRows,
    as_of: date,
) -> dict[str, Reader]:
    """How each mapped field is read from a row; a column of dates is read as a whole first."""
    readers: dict[str, Reader] = {}
    for name, column in mapping.items():
        if name in _DAYS:
            readers[name] = _days_of(table, column, choices, checked, as_of)
        else:
            readers[name] = _cell_reader(table.index(column), _VALUES[name])
    return readers


def _cell_reader(place: int, value: Callable[[str], object]) -> Reader:
    def read(record: Record) -> object:
        if place in record.faults:
            raise ValidationError(record.faults[place], code="fault")
        return value(record.cells[place])

    return read


def _days_of(
    table: Table, column: str, choices: Choices, checked: CheckedRows, as_of: date
) -> Reader:
    latest = as_of + _FAR
    order = choices.orders.get(column, "")
    cells = table.cells_of(column)
    found = days.read_column(cells, order=order, latest=latest)
    if found.open_example:
        checked.open_orders[column] = found.open_example
    lines = [record.line for record in table.records if not record.problem]
    by_line = dict(zip(lines, found.days, strict=True))

    def read(record: Record) -> date | None:
        cell, day = _cell_reader(table.index(column), str)(record), by_line[record.line]
        texts.check(str(cell))
        if isinstance(day, str):
            raise ValidationError(day, code="bad_date")
        if day is not None and day > latest:
            message = _("“%(value)s” is too far in the future.")
            raise ValidationError(message % {"value": day}, code="bad_date")
        return day

    return read


def _check_row(
    record: Record,
    readers: Mapping[str, Reader],
    mapping: columns.Mapping,
    choices: Choices,
    checked: CheckedRows,
) -> None:
    if record.problem:
        checked.problems.append(Problem(record.line, "", record.problem))
        return
    values, problems = {}, []
    for name, read in readers.items():
        try:
            values[name] = read(record)
        except ValidationError as error:
            problems.append(Problem(record.line, mapping[name], error.messages[0]))
    if not problems and not _join_name(values):
        column = mapping.get("name") or mapping.get("last_name") or mapping["first_name"]
        problems.append(Problem(record.line, column, _("This is empty.")))
    if problems:
        checked.problems += problems
        keys = (values.get("email"), values.get("external_id"))
        checked.left_out |= {key for key in keys if isinstance(key, str) and key}
    else:
        checked.rows.append(_row(record.line, values, choices))


def _join_name(values: dict) -> str:
    """First and last name as one; what the row calls the person."""
    parts = [values.pop(name, "") for name in ("first_name", "last_name")]
    if "name" not in values:
        values["name"] = " ".join(part for part in parts if part)[: longest("name")]
    return values["name"]


def _row(line: int, values: dict, choices: Choices) -> Row:
    row = Row(line, values.pop("email"), values.pop("external_id", None))
    if "manager" in values:
        manager = values.pop("manager")
        row.manager = manager if manager or choices.clears_blanks else None
    row.years = values.pop("years_at_company", None)
    row.facts = {
        _FACT_OF.get(name, name): value
        for name, value in values.items()
        if value not in ("", None) or (choices.clears_blanks and name != "time_zone")
    }
    return row


def _footer(table: Table, mapping: columns.Mapping) -> set[int]:
    """Lines at the end of the file with words in one cell alone and no address, such as "Total: 3"."""
    lines = set()
    place = table.index(mapping["email"])
    for record in reversed(table.records):
        filled = [cell for cell in record.cells if cell.strip()]
        if record.problem or len(filled) != 1 or record.cells[place].strip():
            break
        if " " not in filled[0].strip() and ":" not in filled[0]:
            break
        lines.add(record.line)
    return lines


def _footer_note(record: Record) -> Problem:
    words = next(cell.strip() for cell in record.cells if cell.strip())
    message = _("“%(words)s” is not a person: this line at the end of the file is left out.")
    return Problem(record.line, "", message % {"words": words[: texts.SHOWN]}, is_note=True)


def _drop_twins(checked: CheckedRows, mapping: columns.Mapping) -> None:
    """Of rows with the same number or address only the first can be meant; say so for the rest."""
    first: dict[tuple[str, str], Row] = {}
    kept = []
    for row in checked.rows:
        keys = [("email", row.email)]
        if row.external_id:
            keys.append(("external_id", row.external_id))
        twin = next((key for key in keys if key in first), None)
        if twin is None:
            kept.append(row)
            first.update(dict.fromkeys(keys, row))
            continue
        checked.problems.append(_twin_problem(row, first[twin], mapping[twin[0]], twin[1]))
    checked.rows = kept


def _twin_problem(row: Row, first: Row, column: str, value: str) -> Problem:
    words = {"value": value, "line": first.line}
    if {**asdict(row), "line": 0} == {**asdict(first), "line": 0}:
        message = _("This is the same as line %(line)s.")
        return Problem(row.line, "", message % words, is_note=True)
    message = _("“%(value)s” is in line %(line)s already, with other facts.")
    return Problem(row.line, column, message % words)


def _text(name: str) -> Callable[[str], str]:
    def value(cell: str) -> str:
        return texts.text(cell, longest=longest(name))

    return value


def _external_id(cell: str) -> str | None:
    number = _text("external_id")(cell)
    if numbers.is_shortened(number):
        message = _(
            "A spreadsheet shortened this number to “%(value)s”. Format the column as text."
        )
        raise ValidationError(message % {"value": number}, code="shortened")
    return number or None


def _manager(cell: str) -> str:
    words = texts.text(cell, longest=254)
    return texts.address(cell) if "@" in words else words


def _value_of(fact: Fact) -> Callable[[str], object]:
    readers: dict[Kind, Callable[[str], object]] = {
        Kind.LEVEL: numbers.level,
        Kind.PERSON: _manager,
        Kind.ZONE: zones.zone,
    }
    return readers.get(fact.kind) or _text(fact.name)


_VALUES: dict[str, Callable[[str], object]] = {
    "external_id": _external_id,
    "name": _text("name"),
    "first_name": _text("name"),
    "last_name": _text("name"),
    "email": texts.address,
    "years_at_company": numbers.years,
    **{fact.column: _value_of(fact) for fact in IN_FILES if fact.column not in _DAYS},
}


def counted(problems: Iterable[Problem]) -> int:
    """How many rows are left out."""
    return len({problem.line for problem in problems if not problem.is_note})
