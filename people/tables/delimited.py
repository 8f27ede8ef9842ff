"""The rows of a text file whose cells stand between commas, semicolons, tabs or pipes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.tables.records import Record

DELIMITERS = {
    ",": gettext_lazy("Comma"),
    ";": gettext_lazy("Semicolon"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Pipe"),
}
_LOOKED_AT = 30  # rows from which the delimiter is told
_SAID = re.compile(r'\A\s*"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|\Z)')


def read(text: str, chosen: str = "") -> tuple[Iterator[Record], str]:
    """The rows that are not blank, and the delimiter: the chosen one, the one that the file's own
    first line names ("sep=;", as Excel writes), or the one that makes the most regular table."""
    said = _SAID.match(text)
    delimiter = chosen or (said.group(1) if said else _likeliest(text))
    skipped = said.end() if said else 0
    lines_before = 1 if said else 0
    return _records(text[skipped:], delimiter, lines_before), delimiter


def _records(text: str, delimiter: str, lines_before: int) -> Iterator[Record]:
    """Each with the line it begins on, also when cells hold line breaks. Quotation marks that do
    not match spoil their row only; one that is never closed would swallow the rest of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = lines_before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, [], problem=_unreadable(line, str(error)))
            continue
        if any(cell.strip() for cell in cells):
            yield Record(line, cells)


def _unreadable(line: int, reason: str) -> str:
    """What is wrong with one row; raises what is wrong with the whole file."""
    numbers = {"line": line, "most": csv.field_size_limit()}
    if "field larger" in reason:
        message = _("Line %(line)s: a cell holds more than %(most)s characters.")
        raise ValidationError(message % numbers, code="cell_too_long")
    if "end of data" in reason:
        message = _("Line %(line)s: a quotation mark opens here that is never closed.")
        raise ValidationError(message % numbers, code="bad_quotes")
    return _("The quotation marks do not match. Within a quoted cell, write each of them twice.")


def _likeliest(text: str) -> str:
    """The delimiter with which most of the first rows have the same number of cells, and many."""
    beginning = text.lstrip()[:200_000]
    return max(DELIMITERS, key=lambda sign: _regularity(beginning, sign))


def _regularity(text: str, delimiter: str) -> float:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for cells in reader:
            if any(cells):
                widths[len(cells)] += 1
            if widths.total() == _LOOKED_AT:
                break
    except csv.Error:  # a cell that long is refused when the rows are read
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 1))
    return (width - 1) * count / max(widths.total(), 1)
