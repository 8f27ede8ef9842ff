"""Nobody mentors their own mentor: the one rule that couples pairs, met by branching."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from pairing.engine.search.market import Market
from pairing.engine.search.problem import Cell
from pairing.engine.values.terms import FORBIDDEN

OwnCells = Sequence[Cell]


@dataclass
class _Branch:
    vetoes: tuple[Cell, ...]
    mate: np.ndarray
    u: np.ndarray
    v: np.ndarray


def optimize_without_two_cycles(market: Market, own: OwnCells) -> tuple[Cell, ...]:
    """Optimize a market so that no two people mentor each other; returns the cells vetoed for it.

    `own` are the (row, column) of people in both roles. Best-first search: where two people mentor
    each other, forbid one direction or the other. A branch is worth at most what its parent was,
    so the first answer free of two-cycles that comes off the heap cannot be beaten by any branch
    still on it. Branches share the table; the vetoed cells are restored before returning.
    """
    market.optimize()
    order = count()
    heap = [(-market.value(), 0, next(order), _Branch((), market.mate, market.u, market.v))]
    while True:
        _, _, _, best = heapq.heappop(heap)
        cycle = find_two_cycle(best.mate, own)
        if cycle is None:
            market.mate, market.u, market.v = best.mate, best.u, best.v
            return best.vetoes
        for cell in cycle:
            branch = _forbid(market, best, cell)
            # Among equals the deeper branch goes first: it is nearer to an answer.
            heapq.heappush(heap, (-market.value(), -len(branch.vetoes), next(order), branch))


def find_two_cycle(mate: np.ndarray, own: OwnCells) -> tuple[Cell, Cell] | None:
    """The two cells of a two-cycle, first in the seed's order, or None."""
    column_of = dict(own)
    row_of = {column: row for row, column in own}
    for row in sorted(column_of):
        other = row_of.get(int(mate[row]))
        if other is not None and mate[other] == column_of[row]:
            return (row, int(mate[row])), (other, column_of[row])
    return None


def _forbid(market: Market, parent: _Branch, cell: Cell) -> _Branch:
    vetoes = (*parent.vetoes, cell)
    market.mate, market.u, market.v = parent.mate.copy(), parent.u.copy(), parent.v.copy()
    kept = [market.scores[veto] for veto in vetoes]
    for veto in vetoes:
        market.scores[veto] = FORBIDDEN
    try:
        market.optimize()
    finally:
        # `optimize` is done with the table, so the cells can be given back at once: prices are proved
        # for the table without them, which is what the certificate says.
        for veto, score in zip(vetoes, kept, strict=True):
            market.scores[veto] = score
    return _Branch(vetoes, market.mate, market.u, market.v)
