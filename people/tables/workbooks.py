"""The cells of an Excel file as the text a CSV file would hold."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from defusedxml.ElementTree import iterparse
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from people.tables.heads import LOOKED_AT, MOST_COLUMNS, Knows
from people.tables.records import Record, Sheet

START = b"PK\x03\x04"
MOST_UNPACKED = 100_000_000
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# A format that shows a number with zeros before it: 0000, or "P"0000.
_PADDED = re.compile(r'(?:"([^"]*)")?(0{2,})')


@dataclass
class _Layout:
    """What the cells of a sheet do not say themselves."""

    hidden_rows: set[int] = field(default_factory=set)
    # By the row in which merged cells begin: their left column and their last row.
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    formulas_without_value: dict[int, list[int]] = field(default_factory=dict)  # row: columns


@contextmanager
def opened(content: bytes) -> "Iterator[Workbook]":
    """The workbook, closed at the end. Anything that is no workbook is refused: openpyxl meets
    damaged files with errors of every kind."""
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like, which do not matter here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:
        raise _damaged() from error
    try:
        yield Workbook(book, content)
    finally:
        book.close()


class Workbook:
    def __init__(self, book: Any, content: bytes):
        self._book, self._content = book, content
        self.hidden_count = 0  # among the records that were read
        self.sheets = [Sheet(one.title, one.sheet_state != "visible") for one in book.worksheets]

    def choose(self, wanted: str, knows: Knows) -> str:
        """The sheet that was chosen; else of those that are not hidden the one with the most names
        of columns that are expected, or the first with anything in it."""
        if wanted:
            if wanted not in {sheet.name for sheet in self.sheets}:
                message = _("The file has no sheet “%(name)s”.")
                raise ValidationError(message % {"name": wanted[:60]}, code="no_sheet")
            return wanted
        names = [sheet.name for sheet in self.sheets if not sheet.is_hidden]
        if not names:
            raise ValidationError(_("All sheets of the file are hidden."), code="no_sheet")
        return max(names, key=lambda name: self._fits(name, knows))

    def _fits(self, name: str, knows: Knows) -> tuple[int, bool]:
        rows = [cells for _line, cells in self._rows(name, most=LOOKED_AT)]
        expected = max((sum(map(knows, cells)) for cells in rows), default=0)
        return expected, any(cell.strip() for cells in rows for cell in cells)

    def records(self, name: str, *, skips_hidden: bool) -> Iterator[Record]:
        """The rows that are not blank. The value of cells merged downwards stands in each of them."""
        layout = self._layout(name)
        merged: dict[int, tuple[int, str]] = {}
        fault = _(
            "This is a formula without a saved result. Open the file in a spreadsheet and save it."
        )
        for line, cells in self._rows(name):
            _spread(layout, line, cells, merged)
            places = layout.formulas_without_value.get(line, [])
            record = Record(line, cells, {place - 1: fault for place in places})
            if record.is_blank and not places:
                continue
            is_hidden = line in layout.hidden_rows
            self.hidden_count += is_hidden
            if not (is_hidden and skips_hidden):
                yield record

    def _rows(self, name: str, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
        sheet = self._book[name]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1)
        line = 0
        while True:
            line += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except Exception as error:
                raise _damaged() from error
            yield line, _texts(row)

    def _layout(self, name: str) -> _Layout:
        path = self._book[name]._worksheet_path  # what openpyxl opened, which it tells nobody
        with zipfile.ZipFile(io.BytesIO(self._content)) as packed:
            xml = packed.read(path)
        # Plain sheets hold none of this, and looking at every cell takes as long as reading it.
        if not any(sign in xml for sign in (b"hidden=", b"mergeCell ", b"<f", b":f")):
            return _Layout()
        try:
            return _layout_of(xml)
        except Exception as error:
            raise _damaged() from error


def _layout_of(xml: bytes) -> _Layout:
    layout = _Layout()
    for _event, element in iterparse(io.BytesIO(xml)):
        name = element.tag.removeprefix(_SPREADSHEET)
        if name == "c":
            _note_formula(layout, element)
        elif name == "row":
            if element.get("hidden") in {"1", "true"} and element.get("r"):
                layout.hidden_rows.add(int(element.get("r")))
            element.clear()
        elif name == "mergeCell":
            left, top, _right, bottom = range_boundaries(element.get("ref"))
            layout.merged.setdefault(top, []).append((left, bottom))
    return layout


def _note_formula(layout: _Layout, cell: Any) -> None:
    value = cell.find(f"{_SPREADSHEET}v")
    has_formula = cell.find(f"{_SPREADSHEET}f") is not None
    if has_formula and (value is None or value.text is None) and cell.get("r"):
        row, column = coordinate_to_tuple(cell.get("r"))
        layout.formulas_without_value.setdefault(row, []).append(column)


def _spread(
    layout: _Layout, line: int, cells: list[str], merged: dict[int, tuple[int, str]]
) -> None:
    """Put the value of merged cells, which is stored in the first of them, into those below it."""
    for left, last_row in layout.merged.get(line, ()):
        if left <= len(cells):
            merged[left] = last_row, cells[left - 1]
    for left, (last_row, value) in list(merged.items()):
        if line > last_row:
            del merged[left]
        else:
            cells += [""] * (left - len(cells))
            cells[left - 1] = value


def _texts(row: Any) -> list[str]:
    """Up to the last cell that holds something."""
    width = len(row)
    while width and row[width - 1].value is None:
        width -= 1
    return [_text(cell) for cell in row[:width]]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # Excel counts in days
        return str(value.date() if value.time() == time() else value)
    return str(value)


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    digits = str(int(value))
    padded = _PADDED.fullmatch(number_format or "")
    if padded and value >= 0:
        return (padded.group(1) or "") + digits.zfill(len(padded.group(2)))
    return digits


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
            is_workbook = "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged() from error
    if not is_workbook:
        message = _("This is not an Excel file. Save it as XLSX or CSV and choose that file.")
        raise ValidationError(message, code="not_text")
    if size > MOST_UNPACKED:
        message = _("The file is larger than %(most)s MB when it is unpacked.")
        raise ValidationError(message % {"most": MOST_UNPACKED // 1_000_000}, code="too_large")


def _damaged() -> ValidationError:
    message = _("The file looks like Excel, but is damaged. Save it as CSV and choose that file.")
    return ValidationError(message, code="damaged")
