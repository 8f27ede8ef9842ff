"""From the bytes of a file to a table, whatever program wrote it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.tables import delimited, encodings, heads, workbooks
from people.tables.heads import Knows
from people.tables.records import Choices, Record, Sheet, Table

MOST_BYTES = 20_000_000
MOST_ROWS = 50_000

_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "an old Excel",
    b"%PDF": "a PDF",
}


@dataclass
class _Source:
    """The rows of a file, blank ones left out, and what was found out about it."""

    records: Iterator[Record]
    remarks: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    sheet: str = ""
    hidden_count: int = 0


def _expects_nothing(_name: str) -> bool:
    return False


def read_table(
    content: bytes, choices: Choices | None = None, *, knows: Knows = _expects_nothing
) -> Table:
    """The table in an Excel or a text file, read as `choices` says or as the file itself says.

    `knows` tells names of columns that are expected, by which head and sheet are found. What
    cannot be read is refused with a ValidationError; what was assumed stands in `remarks`.
    """
    choices = choices or Choices()
    if len(content) > MOST_BYTES:
        raise _refused(_("The file is larger than %(most)s MB.") % {"most": 20}, "too_large")
    source = _open(content, choices, knows)
    beginning = list(islice(source.records, heads.LOOKED_AT))
    if not beginning:
        raise _refused(_("The file is empty."), "empty_file")
    place = _place_of_head(beginning, choices, knows)
    head, rows = beginning[place], chain(beginning[place + 1 :], source.records)
    records = _within_limit(rows)
    columns, repeated = heads.names(head, _width(head, records))
    if place and not choices.head_line:
        message = _("The names of the columns were found in line %(line)s.")
        source.remarks.append(message % {"line": head.line})
    return Table(
        columns=columns,
        records=[_filled(record, len(columns)) for record in records],
        head_line=head.line,
        remarks=source.remarks,
        repeated=repeated,
        beginning=beginning[:10],
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheets=source.sheets,
        sheet=source.sheet,
        hidden_count=source.hidden_count,
    )


def _open(content: bytes, choices: Choices, knows: Knows) -> _Source:
    if content.startswith(workbooks.START):
        return _open_workbook(content, choices, knows)
    for start, program in _NOT_TEXT.items():
        if content.startswith(start):
            message = _("This is %(program)s file. Save it as CSV and choose that file.")
            raise _refused(message % {"program": program}, "not_text")
    decoded = encodings.decode(content, choices.encoding)
    records, delimiter = delimited.read(decoded.text, choices.delimiter)
    remarks = [decoded.remark] if decoded.remark else []
    return _Source(records, remarks, decoded.encoding, delimiter)


def _open_workbook(content: bytes, choices: Choices, knows: Knows) -> _Source:
    with workbooks.opened(content) as book:
        sheet = book.choose(choices.sheet, knows)
        source = _Source(iter(()), sheets=book.sheets, sheet=sheet)
        if len(book.sheets) > 1 and not choices.sheet:
            message = _("The file has %(count)s sheets. “%(name)s” was read.")
            source.remarks.append(message % {"count": len(book.sheets), "name": sheet})
        rows = book.records(sheet, skips_hidden=choices.skips_hidden)
        records = list(islice(rows, MOST_ROWS + heads.LOOKED_AT + 1))
        source.hidden_count = book.hidden_count
    if source.hidden_count and not choices.skips_hidden:
        message = ngettext(
            "%(count)s row is hidden in the sheet, by a filter or by hand. It was read too.",
            "%(count)s rows are hidden in the sheet, by a filter or by hand. They were read too.",
            source.hidden_count,
        )
        source.remarks.append(message % {"count": source.hidden_count})
    source.records = _checked(records)
    return source


def _checked(records: Sequence[Record]) -> Iterator[Record]:
    for record in records:
        if any(len(cell) > csv.field_size_limit() for cell in record.cells):
            message = _("Line %(line)s: a cell holds more than %(most)s characters.")
            numbers = {"line": record.line, "most": csv.field_size_limit()}
            raise _refused(message % numbers, "cell_too_long")
        yield record


def _place_of_head(beginning: list[Record], choices: Choices, knows: Knows) -> int:
    if not choices.head_line:
        return heads.find(beginning, knows)
    lines = [record.line for record in beginning]
    if choices.head_line not in lines:
        message = _("Line %(line)s is not among the first lines of the file, or it is blank.")
        raise _refused(message % {"line": choices.head_line}, "no_head")
    return lines.index(choices.head_line)


def _width(head: Record, records: list[Record]) -> int:
    """Columns with a name, and further ones that most of the rows fill."""
    named = _last_filled(head)
    widths = sorted(_last_filled(record) for record in records if not record.problem)
    typical = widths[len(widths) // 2] if widths else 0
    is_common = sum(width > named for width in widths) * 2 > len(widths)
    return typical if is_common else named


def _last_filled(record: Record) -> int:
    return max((place for place, cell in enumerate(record.cells, 1) if cell.strip()), default=0)


def _filled(record: Record, width: int) -> Record:
    """The row with as many cells as there are columns: blanks where it is short."""
    if record.problem:
        return record
    surplus = [cell for cell in record.cells[width:] if cell.strip()]
    if surplus:
        message = _("The row has %(found)s cells, the header has %(expected)s.")
        numbers = {"found": len(record.cells), "expected": width}
        return replace(record, problem=message % numbers)
    return replace(record, cells=(record.cells + [""] * width)[:width])


def _within_limit(records: Iterator[Record]) -> list[Record]:
    kept = list(islice(records, MOST_ROWS + 1))
    if len(kept) > MOST_ROWS:
        message = _("The file has more than %(most)s rows. Split it into several files.")
        raise _refused(message % {"most": MOST_ROWS}, "too_many_rows")
    if not kept:
        raise _refused(_("The file has a header but no rows."), "no_rows")
    return kept


def _refused(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)
