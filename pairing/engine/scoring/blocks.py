"""All scores at once: numpy or compiled loops add up what every pair earns or loses."""

from dataclasses import replace

import numpy as np

from pairing.engine.availability import has_numba
from pairing.engine.scoring.addends import REFUSED, Addends
from pairing.engine.values.terms import FORBIDDEN

BLOCK_CELLS = 200_000
COMPILED_CELLS = 4_000_000


def score_all(addends: Addends) -> np.ndarray:
    """int8 (mentees, mentors): the points of every pair, FORBIDDEN where a rule refuses it."""
    scores = np.empty(addends.shape, dtype=np.int8)
    if addends.shape[0] * addends.shape[1] > COMPILED_CELLS and has_numba():
        from pairing.engine.scoring.compiled import score_compiled  # noqa: PLC0415 - loads numba

        score_compiled(addends, scores)
        return scores
    # scipy would widen the features block by block.
    replace(addends, held=addends.held.astype(np.int16))
    rows = max(1, BLOCK_CELLS // max(1, addends.shape[1]))
    for low in range(0, addends.shape[0], rows):
        block = _add_up(addends, low, min(low + rows, addends.shape[0]))
        scores[low : low + rows] = np.where(block < REFUSED // 2, FORBIDDEN, np.maximum(block, 0))
    return scores


def _add_up(addends: Addends, low: int, high: int) -> np.ndarray:
    from scipy.sparse import csr_array  # noqa: PLC0415 - stays out of web start-up

    total = np.zeros((high - low, addends.shape[1]), dtype=np.int16)
    for lines in addends.line_of[low:high].T:
        total += addends.lines[lines]
    for table in addends.wide:
        total += table.points[table.rows[low:high]][:, table.columns]
    if len(addends.held):
        start, features, points = addends.given
        part = slice(start[low], start[high])
        given = csr_array(
            (points[part], features[part], start[low : high + 1] - start[low]),
            shape=(high - low, len(addends.held)),
        )
        total += given @ addends.held
    start, columns, points = addends.cells
    part = slice(start[low], start[high])
    rows = np.repeat(np.arange(high - low), np.diff(start[low : high + 1]))
    np.add.at(total, (rows, columns[part]), points[part])
    return total
