"""All scores at once. Layers are brought into three arrays; numpy or compiled loops add them up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.engine.availability import has_numba
from pairing.engine.instance import FORBIDDEN
from pairing.engine.scoring.layers import Layer, Listed, Shares, Table

BLOCK_CELLS = 200_000
COMPILED_CELLS = 4_000_000
MANY_CLASSES = 1024
# Far below any sum of penalties, and ten of them still fit an int16.
REFUSED = -3_000


@dataclass(frozen=True)
class Plan:
    """Everything a pair earns or loses, ready to be added up.

    `lines` (all classes, mentors) int16 holds a ready row of points per mentee class, and
    `line_of` (mentees, tables) which rows are a mentee's own. Tables of very many classes stay as
    they are in `wide`. `given` is points per feature in compressed rows, `held` (features, mentors)
    is 1 where a mentor has the feature. `cells` are single pairs in compressed rows.
    """

    shape: tuple[int, int]
    lines: np.ndarray
    line_of: np.ndarray
    wide: tuple[Table, ...]
    given: tuple[np.ndarray, np.ndarray, np.ndarray]
    held: np.ndarray
    cells: tuple[np.ndarray, np.ndarray, np.ndarray]


def make_plan(shape: tuple[int, int], earning: Sequence[Layer], refusing: Sequence[Layer]) -> Plan:
    """Bring layers into one Plan; where a refusing layer is not 0, the pair is forbidden."""
    layers = [*earning, *(_as_penalty(layer) for layer in refusing)]
    tables = [layer for layer in layers if isinstance(layer, Table)]
    narrow = [table for table in tables if len(table.points) <= MANY_CLASSES]
    given, held = _features([layer for layer in layers if isinstance(layer, Shares)], shape)
    cells = [layer.points for layer in layers if isinstance(layer, Listed)]
    return Plan(
        shape,
        *_lines(narrow, shape),
        tuple(table for table in tables if len(table.points) > MANY_CLASSES),
        given,
        held,
        _cells(cells, shape[0]),
    )


def score_all(plan: Plan) -> np.ndarray:
    """int8 (mentees, mentors): the points of every pair, FORBIDDEN where a rule refuses it."""
    scores = np.empty(plan.shape, dtype=np.int8)
    if plan.shape[0] * plan.shape[1] > COMPILED_CELLS and has_numba():
        from pairing.engine.scoring.compiled import score_compiled  # noqa: PLC0415 - loads numba

        score_compiled(plan, scores)
        return scores
    rows = max(1, BLOCK_CELLS // max(1, plan.shape[1]))
    for low in range(0, plan.shape[0], rows):
        block = _add_up(plan, low, min(low + rows, plan.shape[0]))
        scores[low : low + rows] = np.where(block < REFUSED // 2, FORBIDDEN, np.maximum(block, 0))
    return scores


def _add_up(plan: Plan, low: int, high: int) -> np.ndarray:
    from scipy.sparse import csr_array  # noqa: PLC0415 - stays out of web start-up

    total = np.zeros((high - low, plan.shape[1]), dtype=np.int16)
    for lines in plan.line_of[low:high].T:
        total += plan.lines[lines]
    for table in plan.wide:
        total += table.points[table.rows[low:high]][:, table.columns]
    if len(plan.held):
        start, features, points = plan.given
        part = slice(start[low], start[high])
        given = csr_array(
            (points[part], features[part], start[low : high + 1] - start[low]),
            shape=(high - low, len(plan.held)),
        )
        total += given @ plan.held
    start, columns, points = plan.cells
    part = slice(start[low], start[high])
    rows = np.repeat(np.arange(high - low), np.diff(start[low : high + 1]))
    np.add.at(total, (rows, columns[part]), points[part])
    return total


def _as_penalty(layer: Layer) -> Layer:
    if isinstance(layer, Table):
        points = np.where(layer.points != 0, REFUSED, 0).astype(np.int16)
        return Table(layer.rows, layer.columns, points)
    if isinstance(layer, Listed):
        return Listed(dict.fromkeys(layer.points, REFUSED))
    raise TypeError("a rule refuses by classes or by single pairs")


def _lines(tables: Sequence[Table], shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    lines = [table.points[:, table.columns].astype(np.int16) for table in tables]
    first = np.cumsum([0, *(len(part) for part in lines)])
    own = [table.rows + start for table, start in zip(tables, first, strict=False)]
    empty = np.zeros((0, shape[1]), dtype=np.int16)
    line_of = np.stack(own, axis=1) if own else np.zeros((shape[0], 0), dtype=np.int64)
    return np.concatenate([empty, *lines]), np.ascontiguousarray(line_of)


def _features(
    layers: Sequence[Shares], shape: tuple[int, int]
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Features of all layers side by side; those nobody on the other side has are left out."""
    number: dict[tuple[int, object], int] = {}
    given: list[list[tuple[int, int]]] = [[] for _ in range(shape[0])]
    for place, layer in enumerate(layers):
        held = frozenset().union(*layer.held)
        for row, shares in enumerate(layer.given):
            for feature, points in shares:
                if feature in held:
                    key = number.setdefault((place, feature), len(number))
                    given[row].append((key, points))
    have = np.zeros((len(number), shape[1]), dtype=np.int16)
    for place, layer in enumerate(layers):
        for column, features in enumerate(layer.held):
            keys = [number[place, one] for one in features if (place, one) in number]
            have[keys, column] = 1
    return _compressed(given), have


def _cells(
    layers: Sequence[dict[tuple[int, int], int]], rows: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    by_row: list[list[tuple[int, int]]] = [[] for _ in range(rows)]
    for points in layers:
        for (row, column), value in points.items():
            by_row[row].append((column, value))
    return _compressed(by_row)


def _compressed(
    rows: Sequence[Iterable[tuple[int, int]]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(start, keys, points) of lists of (key, points)."""
    start = np.cumsum([0, *(len(list(row)) for row in rows)])
    flat = np.array([entry for row in rows for entry in row], dtype=np.int64).reshape(-1, 2)
    keys, points = flat[:, 0].copy(), flat[:, 1].astype(np.int16)
    return start.astype(np.int64), keys, points
