"""How one pair's windows look in the report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from outcomes.queries.meetings import Cell, PairLine
from pairs.rules.windows import State, Window


@dataclass(frozen=True)
class Mark:
    css: str
    text: str
    words: str


@dataclass(frozen=True)
class Row:
    line: PairLine
    cells: list[Mark]


def row(line: PairLine, windows: list[Window]) -> Row:
    return Row(line, [_mark(line.cells.get(window.number)) for window in windows])


def _mark(cell: Cell | None) -> Mark:
    if cell is None:
        return Mark("q0", "–", _("not this pair's"))
    if cell.state == State.MET:
        return Mark("q4", str(cell.minutes), _("%d minutes live") % cell.minutes)
    if cell.state == State.ASYNC:
        return Mark("q2", "a", _("in writing"))
    if cell.state == State.MISSED:
        return Mark("q1", "?", _("nothing logged"))
    if cell.state == State.NOT_MET:
        return Mark("q1", "0", _("did not meet"))
    return Mark("q0", "–", _("not yet"))
