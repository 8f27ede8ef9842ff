"""How one pair's windows look in the report."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.queries.meetings import Cell, PairLine
from pairs.rules.windows import State, Window


@dataclass(frozen=True)
class Mark:
    css: str
    text: str
    words: str | Promise


@dataclass(frozen=True)
class Row:
    line: PairLine
    cells: list[Mark]


def row(line: PairLine, windows: list[Window]) -> Row:
    return Row(line, [_mark(line.cells.get(window.number)) for window in windows])


_WITHOUT_SESSION = {
    State.MISSED: Mark("q1", "?", gettext_lazy("nothing logged")),
    State.NOT_MET: Mark("q1", "0", gettext_lazy("did not meet")),
    State.SKIPPED: Mark("q0", "s", gettext_lazy("skipped by agreement")),
}


def _mark(cell: Cell | None) -> Mark:
    if cell is None:
        return Mark("q0", "–", _("not this pair's"))
    if cell.state == State.MET:
        return Mark("q4", str(cell.minutes), _("%d minutes live") % cell.minutes)
    if cell.state == State.ASYNC:
        return Mark("q2", "a", _("in writing"))
    return _WITHOUT_SESSION.get(cell.state) or Mark("q0", "–", _("not yet"))
