"""Files for spreadsheet programs, safe to open whatever somebody typed into an answer."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

_STARTS_A_FORMULA = frozenset("=+-@|%")


class _Line:
    """What a csv writer writes to: it hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def safe(value: object) -> str:
    """A cell no spreadsheet program takes for a formula.

    Programs skip blanks and invisible signs before it and read full-width signs as plain ones.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    visible = "".join(
        sign for sign in text[:64] if not sign.isspace() and unicodedata.category(sign)[0] != "C"
    )
    first = unicodedata.normalize("NFKC", visible[:1])[:1]
    return f"'{text}" if first in _STARTS_A_FORMULA and first else text


def lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([safe(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def download(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> StreamingHttpResponse:
    """A CSV file sent while it is made."""
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
