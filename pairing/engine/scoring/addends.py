"""Layers brought into three arrays that can be added up row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.engine.scoring.layers import Layer, Listed, Lists, Shares, Table

MANY_CLASSES = 1024
# Far below any sum of penalties, and ten of them still fit an int16.
REFUSED = -3_000
EMPTY = np.empty(0, dtype=np.int64)
# Compressed rows: where each row starts, then keys and their points.
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Addends:
    """Everything a pair earns or loses, ready to be added up.

    `lines` (all classes, mentors) int16 holds a ready row of points per mentee class, and
    `line_of` (mentees, tables) which rows are a mentee's own. Tables of very many classes stay as
    they are in `wide`. `given` is points per feature in compressed rows, `held` (features, mentors)
    int8 is 1 where a mentor has the feature. `cells` are single pairs in compressed rows.
    """

    shape: tuple[int, int]
    lines: np.ndarray
    line_of: np.ndarray
    wide: tuple[Table, ...]
    given: Rows
    held: np.ndarray
    cells: Rows


def make_addends(
    shape: tuple[int, int], earning: Sequence[Layer], refusing: Sequence[Layer]
) -> Addends:
    """Bring layers into Addends; where a refusing layer is not 0, the pair is forbidden."""
    layers = [*earning, *(_as_penalty(layer) for layer in refusing)]
    tables = [layer for layer in layers if isinstance(layer, Table)]
    narrow = [table for table in tables if len(table.points) <= MANY_CLASSES]
    given, held = _features([layer for layer in layers if isinstance(layer, Shares)], shape)
    cells = [layer.points for layer in layers if isinstance(layer, Listed)]
    return Addends(
        shape,
        *_lines(narrow, shape),
        tuple(table for table in tables if len(table.points) > MANY_CLASSES),
        given,
        held,
        _cells(cells, shape[0]),
    )


def _as_penalty(layer: Layer) -> Layer:
    if isinstance(layer, Table):
        points = np.where(layer.points != 0, np.int16(REFUSED), np.int16(0))
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


def _features(layers: Sequence[Shares], shape: tuple[int, int]) -> tuple[Rows, np.ndarray]:
    """Features of all layers side by side; those that only one of the sides has are left out."""
    first = np.cumsum([0, *(layer.features for layer in layers)])
    given = _end_to_end([layer.given for layer in layers], first)
    held = _end_to_end([layer.held for layer in layers], first)
    points = np.concatenate([EMPTY, *(layer.points for layer in layers)])
    useful = np.zeros((2, int(first[-1])), dtype=bool)
    useful[0, given[1]] = useful[1, held[1]] = True
    shared = useful[0] & useful[1]
    number = np.cumsum(shared) - 1
    columns, features = (side[shared[held[1]]] for side in held)
    have = np.zeros((int(shared.sum()), shape[1]), dtype=np.int8)
    have[number[features], columns] = 1
    counted = shared[given[1]]
    rows, features = (side[counted] for side in given)
    return _compressed(rows, number[features], points[counted], shape[0]), have


def _end_to_end(parts: Sequence[Lists], first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(person, feature) side by side, the features of each part counted on from `first`."""
    owners = [part.owners for part in parts]
    values = [part.values + start for part, start in zip(parts, first, strict=False)]
    return np.concatenate([EMPTY, *owners]), np.concatenate([EMPTY, *values])


def _cells(layers: Sequence[dict[tuple[int, int], int]], rows: int) -> Rows:
    cells = [np.array(list(points), dtype=np.int64).reshape(-1, 2) for points in layers]
    points = [np.array(list(points.values()), dtype=np.int64) for points in layers]
    where = np.concatenate([EMPTY.reshape(0, 2), *cells])
    return _compressed(where[:, 0], where[:, 1], np.concatenate([EMPTY, *points]), rows)


def _compressed(owners: np.ndarray, keys: np.ndarray, points: np.ndarray, rows: int) -> Rows:
    order = np.argsort(owners, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=rows))])
    return start, keys[order], points[order].astype(np.int16)
