"""Files for spreadsheet programs, safe to open whatever somebody typed into an answer."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import openpyxl
from django.db import transaction
from django.http import FileResponse
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING

CSV, XLSX = "csv", "xlsx"
_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KEPT_IN_MEMORY = 1_000_000  # bytes; a longer file waits on disk
_LONGEST_CELL = 32_767
_LINES_AT_ONCE = 200

_STARTS_A_FORMULA = frozenset("=+-@|%")


def safe(value: object) -> str:
    """A cell no spreadsheet program takes for a formula.

    Programs skip blanks and invisible signs before it and read full-width signs as plain ones.
    """
    if value is None or value == "":
        return ""
    text = str(value)
    first = text[0]
    if isinstance(value, int | float) or (first.isascii() and first.isalnum()):
        return text  # nearly every cell: nothing invisible can stand before it
    visible = "".join(
        sign for sign in text[:64] if not sign.isspace() and unicodedata.category(sign)[0] != "C"
    )
    first = unicodedata.normalize("NFKC", visible[:1])[:1]
    return f"'{text}" if first in _STARTS_A_FORMULA and first else text


def lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The text of a CSV file, some hundred lines at a time."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow([safe(cell) for cell in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe(cell) for cell in row])
        if number % _LINES_AT_ONCE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def download(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]], kind: str | None = CSV
) -> FileResponse:
    """A file to save: CSV, or an Excel workbook when kind says "xlsx"."""
    kind = kind if kind == XLSX else CSV
    response = FileResponse(whole_file(header, rows, kind), content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def whole_file(header: Iterable[object], rows: Iterable[Iterable[object]], kind: str) -> IO[bytes]:
    """Made whole before its first byte is sent, so it never ends early without an error. All rows
    are read in one transaction: a pooler keeps the connection, and with it the cursor, that long.
    """
    with transaction.atomic():
        return workbook(header, rows) if kind == XLSX else _text_file(header, rows)


def _text_file(header: Iterable[object], rows: Iterable[Iterable[object]]) -> IO[bytes]:
    file = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        for text in lines(header, rows):
            file.write(text.encode())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def workbook(header: Iterable[object], rows: Iterable[Iterable[object]]) -> IO[bytes]:
    """An Excel file in which numbers are numbers, days are days and all else is text.

    The library takes a text that begins with "=" for a formula, so texts say themselves what they
    are. Rows are written as they come and not kept.
    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    try:
        sheet.append([_cell(sheet, value) for value in header])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    except BaseException:
        sheet.close()  # else the half-written sheet complains whenever it is thrown away
        raise
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: object) -> object:
    in_a_zone = isinstance(value, datetime) and value.tzinfo is not None  # Excel knows none
    if value is None or (isinstance(value, int | float | date) and not in_a_zone):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST_CELL]
    if not text or text[0] != "=":
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = TYPE_STRING
    return cell
