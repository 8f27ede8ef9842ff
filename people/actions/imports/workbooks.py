"""The cells of an Excel file as the text a CSV file would hold."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

START = b"PK\x03\x04"
MOST_UNPACKED = 100_000_000


def read_rows(content: bytes, *, most_columns: int) -> tuple[Iterator[list[str]], str]:
    """The rows of the first sheet, one column more than allowed at most, and a remark.

    Formulas count with the value Excel saved for them. Anything that is no workbook is refused:
    openpyxl meets damaged files with errors of every kind.
    """
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like, which do not matter here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            names, sheet = book.sheetnames, book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size may be wrong
    except Exception as error:
        raise _damaged() from error
    remark = ""
    if len(names) > 1:
        remark = _("The file has %(count)s sheets. The first one, “%(name)s”, was read.")
        remark %= {"count": len(names), "name": sheet.title}
    return _rows(sheet, most_columns), remark


def _rows(sheet: Any, most_columns: int) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=most_columns + 1)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise _damaged() from error
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value)
    return "" if value is None else str(value)


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
