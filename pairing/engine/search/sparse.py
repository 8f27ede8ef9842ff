"""Large problems: solve over good candidates, price every pair, add what was missing, again.

Column generation for assignment: the answer over candidates is optimal for all pairs as soon as
no pair anywhere is worth more than its two prices. Candidates come from both sides (the best of
every mentee and the best of every mentor), because one side alone loses pairs when mentors are
short.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from pairing.engine.search import kernels, scanning
from pairing.engine.search.market import Market
from pairing.engine.search.problem import Problem, Solution
from pairing.engine.stopping import ask_whether_to_go_on

WANTED = 32
SAMPLE_COLUMNS = 2048
SAMPLE_ROWS = 4096
COLUMNS_AT_ONCE = 256
MOST_A_ROW = 8
NARROW = 2**30
# Work is counted in cells of the table read one after the other: choosing candidates looks at each a
# few times, and a candidate costs as much as some cells, since its mentor's price lies anywhere.
SELECTION, CELLS_A_CANDIDATE = 4, 8
# Candidates looked at between two questions whether to go on: some hundredths of a second.
AT_ONCE = 10_000_000
Cells = tuple[np.ndarray, np.ndarray]
Prices = tuple[np.ndarray, np.ndarray, np.ndarray]


def solve_sparse(problem: Problem, most: int) -> Solution | None:
    """Best pairing over all allowed pairs; memory beyond the table is small.

    None if the answer was not there after the work of looking at `most` cells of the table.
    """
    u, v, pairs = _start(problem)
    cells = candidates(problem)
    u, v = _first_prices(problem, cells, u, v)
    left = most - SELECTION * problem.scores.size
    rounds = 0
    while True:
        left = _optimize(problem, cells, (u, v, problem.places), pairs, left)
        if left <= 0:
            return None
        more = violations(problem, u, v)
        if not len(more[0]):
            return Solution(pairs[0], u, v, rounds, len(cells[0]), "candidates")
        cells = _joined([cells, more])
        left -= problem.scores.size
        rounds += 1


def candidates(problem: Problem, wanted: int = WANTED) -> Cells:
    """About the `wanted` best allowed cells of each row and of each column."""
    scores, free = problem.scores, problem.free
    rows, columns = scores.shape
    divisor = int(scores.max(initial=0)) // scanning.BUCKETS + 1
    row_cut = (np.empty(rows, dtype=np.int64), np.empty(rows, dtype=np.int64))
    stride = max(1, columns // SAMPLE_COLUMNS)
    in_blocks(
        rows,
        lambda low, high: scanning.row_thresholds(
            scores, free, wanted, stride, divisor, low, high, *row_cut
        ),
    )
    column_cut = _column_cut(problem, divisor, wanted)
    return _collect(
        rows,
        lambda low, high, *cells: scanning.gather(
            scores, free, divisor, row_cut, column_cut, low, high, *cells
        ),
        4 * wanted,
    )


def violations(problem: Problem, u: np.ndarray, v: np.ndarray) -> Cells:
    """Cells worth more than their prices, a few per row; none means the proof is complete."""
    return _overpriced(problem.scores, problem.free, u - problem.base, v)


def _overpriced(scores: np.ndarray, free: np.ndarray, floor: np.ndarray, v: np.ndarray) -> Cells:
    if max(int(np.abs(floor).max(initial=0)), int(v.max(initial=0))) < NARROW:
        floor, v = floor.astype(np.int32), v.astype(np.int32)
    return _collect(
        len(floor),
        lambda low, high, *cells: scanning.overpriced(
            scores, free, floor, v, MOST_A_ROW, low, high, *cells
        ),
        MOST_A_ROW,
    )


def overpriced_cells(market: Market) -> Cells:
    """The same for a market: every cell against its prices as they are now."""
    floor = market.u - market.base
    return _overpriced(market.scores, market.free, floor, market.v)


def threads() -> int:
    """How many threads share a pass; the answer does not depend on it."""
    return int(os.environ.get("ENGINE_THREADS", "0")) or os.cpu_count() or 1


def in_blocks(rows: int, work: Callable[[int, int], Any], most: int = 2048) -> list[Any]:
    """Call `work(low, high)` on ranges of rows, in threads; results in the order of the rows."""
    size = max(1, min(most, -(-rows // threads())))
    ranges = [(low, min(low + size, rows)) for low in range(0, rows, size)]
    if len(ranges) <= 1 or threads() == 1:
        return [work(low, high) for low, high in ranges]
    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(lambda ends: work(*ends), ranges))


def _collect(height: int, scan: Callable[..., int], a_row: int) -> Cells:
    def work(low: int, high: int) -> Cells:
        room = (high - low) * a_row + 1024
        while True:
            rows, columns = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
            count = scan(low, high, rows, columns)
            if count <= room:
                return rows[:count].copy(), columns[:count].copy()
            room = count

    parts = [(np.empty(0, dtype=np.int64),) * 2, *in_blocks(height, work)]
    return _joined(parts)


def _joined(parts: Sequence[Cells]) -> Cells:
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _column_cut(problem: Problem, divisor: int, wanted: int) -> Cells:
    scores, free = problem.scores, problem.free
    rows, columns = scores.shape
    counts = np.zeros((columns, scanning.BUCKETS + 1), dtype=np.int32)
    stride = max(1, rows // SAMPLE_ROWS)
    in_blocks(
        columns,
        lambda low, high: scanning.column_counts(scores, free, stride, divisor, low, high, counts),
        COLUMNS_AT_ONCE,
    )
    cut = (np.empty(columns, dtype=np.int64), np.empty(columns, dtype=np.int64))
    scanning.column_thresholds(counts, wanted, *cut)
    return cut


def _start(problem: Problem) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    rows, columns = problem.scores.shape
    nobody = [np.full(size, -1, dtype=np.int64) for size in (rows, columns, rows, rows)]
    load = np.zeros(columns, dtype=np.int64)
    pairs = (nobody[0], load, nobody[1], nobody[2], nobody[3])
    return np.zeros(rows, dtype=np.int64), np.zeros(columns, dtype=np.int64), pairs


def _first_prices(
    problem: Problem, cells: Cells, u: np.ndarray, v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The scarce side asks for its best pair, the other side for nothing: fewer paths to find."""
    weights = problem.base[cells[0]] + problem.scores[cells]
    if problem.places.sum() < problem.free.sum():
        np.maximum.at(v, cells[1], weights)
    else:
        np.maximum.at(u, cells[0], weights)
    return u, v


def _optimize(
    problem: Problem, cells: Cells, prices: Prices, pairs: tuple[np.ndarray, ...], left: int
) -> int:
    """The best pairs among candidates; returns how much work is left, 0 or less if unfinished."""
    rows, columns = problem.scores.shape
    scores = problem.scores[cells]
    by_row = (*scanning.compress(cells[0], cells[1], scores, rows), problem.base)
    by_column = (*scanning.compress(cells[1], cells[0], scores, columns), problem.base)
    kernels.unpair_broken(by_row, prices, pairs)
    work = _workspace(columns, rows, len(scores)), _workspace(rows, columns, len(scores))
    is_settled = False
    while left > 0 and not is_settled:
        ask_whether_to_go_on()
        is_settled, looked_at = kernels.optimize(by_row, by_column, prices, pairs, *work, AT_ONCE)
        left -= CELLS_A_CANDIDATE * looked_at
    return left if is_settled else 0


def _workspace(nodes: int, others: int, edges: int) -> tuple[np.ndarray, ...]:
    """Heap (keys, nodes); near, mark, settled per node; seen, seen_at per other; came_from."""
    return (
        np.empty(edges + 1, dtype=np.int64),
        np.empty(edges + 1, dtype=np.int64),
        np.empty(nodes, dtype=np.int64),
        np.zeros(nodes, dtype=np.int8),
        np.empty(nodes, dtype=np.int64),
        np.empty(others + 1, dtype=np.int64),
        np.empty(others + 1, dtype=np.int64),
        np.empty(nodes, dtype=np.int64),
        np.empty(others, dtype=np.int64),
    )
