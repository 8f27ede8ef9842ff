"""The compiled way to add up Addends, row by row in the processor's cache. Loads numba."""

import numpy as np

from pairing.engine.scoring.addends import REFUSED, Addends
from pairing.engine.search.heap import compiled
from pairing.engine.search.sparse import in_blocks


def score_compiled(addends: Addends, scores: np.ndarray) -> None:
    """Fill `scores` (mentees, mentors) int8; the same whole numbers as the numpy way."""

    def work(low: int, high: int) -> None:
        extra = np.zeros((high - low if addends.wide else 0, addends.shape[1]), dtype=np.int16)
        for table in addends.wide:
            extra += table.points[table.rows[low:high]][:, table.columns]
        add_up(
            addends.lines,
            addends.line_of,
            extra,
            addends.given,
            addends.held,
            addends.cells,
            low,
            high,
            scores,
        )

    in_blocks(addends.shape[0], work, 256)


@compiled
def add_up(lines, line_of, extra, given, held, cells, low, high, scores):
    given_start, given_feature, given_points = given
    cell_start, cell_column, cell_points = cells
    total = np.empty(scores.shape[1], dtype=np.int16)
    for row in range(low, high):
        total[:] = 0
        for table in range(line_of.shape[1]):
            total += lines[line_of[row, table]]
        if len(extra):
            total += extra[row - low]
        for k in range(given_start[row], given_start[row + 1]):
            add_where(total, held[given_feature[k]], given_points[k])
        for k in range(cell_start[row], cell_start[row + 1]):
            total[cell_column[k]] += cell_points[k]
        store(total, scores[row])


@compiled
def add_where(total, held, points):
    for column in range(len(total)):
        total[column] += np.int16(held[column] * points)


@compiled
def store(total, line):
    for column in range(len(total)):
        value = total[column]
        line[column] = -1 if value < REFUSED // 2 else max(value, 0)
