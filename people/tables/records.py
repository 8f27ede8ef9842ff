"""What is read from a file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Record:
    """One row, and the line of the file it begins on (in a workbook, the row of the sheet).

    `faults` says for the place of a cell why it has no value; `problem` why the whole row has none.
    """

    line: int
    cells: list[str]
    faults: Mapping[int, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Choices:
    """How somebody wants a file to be read; empty where the file decides by itself."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    head_line: int = 0
    skips_hidden: bool = False
    orders: Mapping[str, str] = field(default_factory=dict)  # by column: day or month first
    zone: str = ""  # of times without a zone
    clears_blanks: bool = False  # a blank cell takes away what is stored

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> "Choices":
        return cls(**{one.name: stored[one.name] for one in fields(cls) if one.name in stored})

    def as_stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Sheet:
    name: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """The names of the columns and the rows below them.

    Every name stands once: where the file has one twice, the letter of its column is added, and
    the result is among `repeated`. `beginning` are the first rows of the file as they are, for
    somebody who says which of them is the head.
    """

    columns: list[str]
    records: list[Record]
    head_line: int = 1
    remarks: list[str] = field(default_factory=list)
    repeated: frozenset[str] = frozenset()
    beginning: list[Record] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    sheet: str = ""
    hidden_count: int = 0

    def index(self, column: str) -> int:
        return self.columns.index(column)

    def cells_of(self, column: str) -> list[str]:
        place = self.index(column)
        return [record.cells[place] for record in self.records if not record.problem]
