"""From the bytes of a file to a table of cells, whatever program wrote it."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.actions.imports import workbooks

MOST_BYTES = 20_000_000
MOST_COLUMNS = 200
MOST_ROWS = 50_000
_SHOWN = 60  # characters of a column's name that a message repeats

_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "an old Excel",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True)
class Record:
    """One row of the file and the line it begins on; the head is line 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    columns: list[str]
    records: list[Record]
    remark: str = ""

    def index(self, column: str) -> int:
        return self.columns.index(column)


def read_table(content: bytes) -> Table:
    """The table in an Excel file, or in a CSV file: UTF-8, UTF-16 or Windows-1252; comma, semicolon
    or tab.

    Refuses with a ValidationError what cannot be read as one; nothing is guessed silently: what
    was assumed about the encoding stands in `remark`.
    """
    if len(content) > MOST_BYTES:
        raise _refused(_("The file is larger than %(most)s MB.") % {"most": 20}, "too_large")
    records, remark = _read(content)
    head = next(records, None)
    if head is None:
        raise _refused(_("The file is empty."), "empty_file")
    columns = _checked_columns(head.cells)
    return Table(columns, _within_limit(records), remark)


def _read(content: bytes) -> tuple[Iterator[Record], str]:
    if content.startswith(workbooks.START):
        rows, remark = workbooks.read_rows(content, most_columns=MOST_COLUMNS)
        return _numbered(rows), remark
    text, remark = _decode(content)
    return _records(text), remark


def _numbered(rows: Iterator[list[str]]) -> Iterator[Record]:
    """Rows of a sheet that are not blank, without the empty cells to the right of the head."""
    width = 0
    for line, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if not width:
            width = max(place for place, cell in enumerate(row, start=1) if cell.strip())
        cells = row + [""] * (width - len(row))
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        long = next((cell for cell in cells if len(cell) > csv.field_size_limit()), None)
        if long is not None:
            raise _unreadable(line, "field larger")
        yield Record(line, cells)


def _decode(content: bytes) -> tuple[str, str]:
    for start, program in _NOT_TEXT.items():
        if content.startswith(start):
            message = _("This is %(program)s file. Save it as CSV and choose that file.")
            raise _refused(message % {"program": program}, "not_text")
    encoding = _encoding(content)
    try:
        return content.decode(encoding), ""
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            message = _("The file says it is %(encoding)s, but is damaged.")
            raise _refused(message % {"encoding": "UTF-16"}, "wrong_encoding") from None
    return _decode_windows(content)


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    beginning = content[:400]
    if len(beginning) > 3 and beginning.count(0) > len(beginning) // 3:
        return "utf-16-le" if beginning[1] == 0 else "utf-16-be"
    return "utf-8-sig"


def _decode_windows(content: bytes) -> tuple[str, str]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        message = _("The file is neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8”.")
        raise _refused(message, "wrong_encoding") from None
    remark = _(
        "The file is not UTF-8. It was read as Windows-1252: look whether names with accents are right."
    )
    return text, remark


def _records(text: str) -> Iterator[Record]:
    """The rows that are not blank, each with its first line, also when cells hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(line, str(error)) from None
        if any(cell.strip() for cell in cells):
            yield Record(line, cells)


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    found = Counter({sign: head.count(sign) for sign in ",;\t"})
    return found.most_common(1)[0][0] if any(found.values()) else ","


def _unreadable(line: int, reason: str) -> ValidationError:
    if "field larger" in reason:
        message = _("Line %(line)s: a cell holds more than %(most)s characters.")
        return _refused(message % {"line": line, "most": csv.field_size_limit()}, "cell_too_long")
    message = _("Line %(line)s: the quotation marks do not match.")
    return _refused(message % {"line": line}, "bad_quotes")


def _checked_columns(cells: list[str]) -> list[str]:
    columns = [" ".join(cell.split()) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        message = _("The file has %(count)s columns; at most %(most)s can be read.")
        numbers = {"count": len(columns), "most": MOST_COLUMNS}
        raise _refused(message % numbers, "too_many_columns")
    for name, count in Counter(columns).items():
        if name and count > 1:
            message = _("Line 1: the column “%(name)s” stands there twice.")
            raise _refused(message % {"name": name[:_SHOWN]}, "column_twice")
        if "\0" in name or len(name) > 200:
            message = _("Line 1: “%(name)s” is not a name for a column.")
            raise _refused(message % {"name": name[:_SHOWN].replace("\0", "")}, "bad_column")
    return columns


def _within_limit(records: Iterator[Record]) -> list[Record]:
    kept: list[Record] = []
    for record in records:
        if len(kept) == MOST_ROWS:
            message = _("The file has more than %(most)s rows. Split it into several files.")
            raise _refused(message % {"most": MOST_ROWS}, "too_many_rows")
        kept.append(record)
    if not kept:
        raise _refused(_("The file has a head but no rows."), "no_rows")
    return kept


def _refused(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)
