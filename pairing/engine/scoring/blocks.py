"""All scores at once, a block of mentees at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pairing.engine.instance import FORBIDDEN
from pairing.engine.scoring.layers import Layer, Listed, Shares, Table

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROWS = 512
REFUSED = -20_000


@dataclass
class Plan:
    """Layers sorted by kind. `tables` earn points, `refusing` are 1 where a rule says no."""

    shape: tuple[int, int]
    tables: list[Table] = field(default_factory=list)
    refusing: list[Table] = field(default_factory=list)
    shares: list["tuple[csr_array, np.ndarray]"] = field(default_factory=list)
    listed: dict[tuple[int, int], int] = field(default_factory=dict)
    removed: set[tuple[int, int]] = field(default_factory=set)


def make_plan(shape: tuple[int, int], earning: Sequence[Layer], refusing: Sequence[Layer]) -> Plan:
    plan = Plan(shape)
    for layer in earning:
        if isinstance(layer, Table):
            plan.tables.append(layer)
        elif isinstance(layer, Listed):
            for cell, points in layer.points.items():
                plan.listed[cell] = plan.listed.get(cell, 0) + points
        else:
            plan.shares.append(_matrices(layer))
    for layer in refusing:
        if isinstance(layer, Table):
            plan.refusing.append(layer)
        elif isinstance(layer, Listed):
            plan.removed.update(layer.points)
    return plan


def score_all(plan: Plan) -> np.ndarray:
    """int16 (mentees, mentors): the points of every pair, FORBIDDEN where a rule refuses it."""
    scores = np.empty(plan.shape, dtype=np.int16)
    cells = _by_block(plan.listed)
    for start in range(0, plan.shape[0], ROWS):
        block = scores[start : start + ROWS]
        block[:] = _class_points(plan, np.arange(start, start + len(block)))
        for given, held in plan.shares:
            block += (given[start : start + ROWS] @ held).astype(np.int16)
        for row, column, points in cells.get(start, ()):
            block[row, column] += points
        block[:] = np.where(block < REFUSED // 2, FORBIDDEN, np.maximum(block, 0))
    for row, column in plan.removed:
        scores[row, column] = FORBIDDEN
    return scores


def _class_points(plan: Plan, rows: np.ndarray) -> np.ndarray:
    """Mentees fall into few classes: points of a class are added up once and handed out."""
    layers = [*plan.tables, *plan.refusing]
    if not layers:
        return np.zeros((len(rows), plan.shape[1]), dtype=np.int16)
    classes = np.stack([layer.rows[rows] for layer in layers], axis=1)
    distinct, place = np.unique(classes, axis=0, return_inverse=True)
    points = np.zeros((len(distinct), plan.shape[1]), dtype=np.int16)
    for column, layer in enumerate(plan.tables):
        points += layer.points[distinct[:, column]][:, layer.columns]
    for column, layer in enumerate(plan.refusing, start=len(plan.tables)):
        points[layer.points[distinct[:, column]][:, layer.columns] > 0] = REFUSED
    return points[place.ravel()]


def _matrices(layer: Shares) -> "tuple[csr_array, np.ndarray]":
    """Sparse points (mentees, features) and dense 0/1 (features, mentors), shared features only."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - stays out of web start-up

    held = {feature for features in layer.held for feature in features}
    used = sorted({feature for given in layer.given for feature, _ in given} & held, key=str)
    number = {feature: place for place, feature in enumerate(used)}
    entries = [
        (row, number[feature], points)
        for row, given in enumerate(layer.given)
        for feature, points in given
        if feature in number
    ]
    rows, columns, points = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    given = csr_array(
        (points.astype(np.int16), (rows, columns)), shape=(len(layer.given), len(used))
    )
    have = np.zeros((len(used), len(layer.held)), dtype=np.int16)
    for column, features in enumerate(layer.held):
        have[[number[feature] for feature in features if feature in number], column] = 1
    return given, have


def _by_block(listed: dict[tuple[int, int], int]) -> dict[int, list[tuple[int, int, int]]]:
    blocks: dict[int, list[tuple[int, int, int]]] = {}
    for (row, column), points in listed.items():
        blocks.setdefault(row // ROWS * ROWS, []).append((row % ROWS, column, points))
    return blocks
