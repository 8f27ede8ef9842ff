"""Which row of a file holds the names of its columns, and what the names come to."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from people.names import sort_key, tidy
from people.tables.records import Record

Knows = Callable[[str], bool]  # whether a name of a column is one that is expected

MOST_COLUMNS = 200
LOOKED_AT = 30  # rows among which the head is looked for
_LONGEST_NAME = 200
_SHOWN = 60
# What forms add to the text of a question: "Name *", "Name [required]", "Areas (Select all that apply)".
_ADDED = re.compile(r"\s*(?:\*|\[[^\]]*\]|\([^)]*\))\s*$")


def plain(name: str) -> str:
    """A column's name for comparing: YearsAtCompany, "Years at company *" and syn_years_at_company
    are all years_at_company."""
    name = tidy(name)
    while shorter := _ADDED.sub("", name):
        if shorter == name:
            break
        name = shorter
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"\W+", "_", sort_key(words)).strip("_").removeprefix("syn_")


def find(records: Sequence[Record], knows: Knows) -> int:
    """The place of the head among the first rows: the one with the most names that are expected,
    else the first with more than one cell. A title or a row of groups above it is left out."""
    expected = [sum(map(knows, record.cells)) for record in records[:LOOKED_AT]]
    if max(expected, default=0) > 0:
        return expected.index(max(expected))
    several = (len({cell.strip() for cell in record.cells} - {""}) > 1 for record in records)
    return next((place for place, has_several in enumerate(several) if has_several), 0)


def names(head: Record, width: int) -> tuple[list[str], frozenset[str]]:
    """A name for every column up to `width`, each of them once, and which of those needed the
    letter of their column for that."""
    cells = [tidy(cell) for cell in head.cells] + [""] * (width - len(head.cells))
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        message = _("The file has %(count)s columns; at most %(most)s can be read.")
        numbers = {"count": len(cells), "most": MOST_COLUMNS}
        raise ValidationError(message % numbers, code="too_many_columns")
    for name in cells:
        if "\0" in name or len(name) > _LONGEST_NAME:
            message = _("Line %(line)s: “%(name)s” is not a name for a column.")
            words = {"line": head.line, "name": name[:_SHOWN].replace("\0", "")}
            raise ValidationError(message % words, code="bad_column")
    counts = Counter(cells)
    repeated = frozenset(name for name, count in counts.items() if name and count > 1)
    columns = [_once(name, place, repeated) for place, name in enumerate(cells, start=1)]
    pairs = zip(columns, cells, strict=True)
    return columns, frozenset(column for column, name in pairs if name in repeated)


def _once(name: str, place: int, repeated: frozenset[str]) -> str:
    letter = get_column_letter(place)
    if not name:
        return _("Column %(letter)s") % {"letter": letter}
    if name in repeated:
        return _("%(name)s (column %(letter)s)") % {"name": name, "letter": letter}
    return name
