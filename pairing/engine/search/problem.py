"""An instance as the solvers see it: locks taken out, everyone in an order drawn from the seed."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.engine.values.instance import AT_ONCE, Instance
from pairing.engine.values.terms import FORBIDDEN, Pair

Cell = tuple[int, int]
BLOCK = 1024


@dataclass
class Problem:
    """Rows are mentees, columns mentors, in the seed's order: no tie depends on the input's order.

    `rows` and `columns` lead back to the instance. `scores` (rows, columns) is this problem's own
    copy, FORBIDDEN where a pair is not allowed. `free` (rows,) says which mentees take part (not
    locked), `places` (columns,) what locks left of each capacity, `base` (rows,) = unit x priority,
    so that a pair weighs base + score.
    """

    instance: Instance
    rows: np.ndarray
    columns: np.ndarray
    scores: np.ndarray
    free: np.ndarray
    places: np.ndarray
    base: np.ndarray
    unit: int

    @cached_property
    def row_at(self) -> dict[str, int]:
        """The row of each mentee id."""
        names = self.instance.mentees
        return {names[place]: row for row, place in enumerate(self.rows.tolist())}

    @cached_property
    def column_at(self) -> dict[str, int]:
        """The column of each mentor id."""
        names = self.instance.mentors
        return {names[place]: column for column, place in enumerate(self.columns.tolist())}

    def cell(self, pair: Pair) -> Cell:
        return self.row_at[pair[0]], self.column_at[pair[1]]

    def pair(self, cell: Cell) -> Pair:
        names = self.instance.mentees, self.instance.mentors
        return names[0][self.rows[cell[0]]], names[1][self.columns[cell[1]]]


@dataclass
class Solution:
    """`mate` (rows,) is a column or -1; prices u (rows,) and v (columns,) prove it."""

    mate: np.ndarray
    u: np.ndarray
    v: np.ndarray
    rounds: int = 0
    candidates: int = 0
    solver: str = ""


def make_problem(instance: Instance, unit: int | None = None) -> Problem:
    """The free part of an instance. `unit` 0 leaves priorities out; None takes the instance's."""
    rows = seed_order(instance.seed, "mentee", instance.mentees)
    columns = seed_order(instance.seed, "mentor", instance.mentors)
    unit = instance.unit if unit is None else unit
    problem = Problem(
        instance=instance,
        rows=rows,
        columns=columns,
        scores=_reordered(instance.scores, rows, columns),
        free=np.ones(len(rows), dtype=bool),
        places=instance.capacities[columns].astype(np.int64),
        base=unit * instance.priorities[rows].astype(np.int64),
        unit=unit,
    )
    for pair in (*instance.vetoes, *instance.same_person, *closed_by_locks(instance)):
        problem.scores[problem.cell(pair)] = FORBIDDEN
    for row, column in map(problem.cell, instance.locks):
        problem.free[row] = False
        problem.places[column] -= 1
    return problem


def seed_order(seed: int, side: str, names: tuple[str, ...]) -> np.ndarray:
    """The people's places in an order that depends on seed and ids alone (blake2b digests)."""
    salt = f"{seed}:{side}:".encode()
    keys = [
        hashlib.blake2b(salt + name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for name in names
    ]
    order = sorted(range(len(names)), key=lambda place: (keys[place], names[place]))
    return np.array(order, dtype=np.int64)


def clashing_locks(instance: Instance) -> tuple[Pair, ...]:
    """Locks that cannot all be kept: two mentors for one mentee, too few places, two-cycles."""
    by_mentee: dict[str, list[Pair]] = {}
    by_mentor: dict[str, list[Pair]] = {}
    for lock in instance.locks:
        by_mentee.setdefault(lock[0], []).append(lock)
        by_mentor.setdefault(lock[1], []).append(lock)
    clashing: set[Pair] = set()
    for locks in by_mentee.values():
        clashing.update(locks if len(locks) > 1 else ())
    for mentor, locks in by_mentor.items():
        too_many = len(locks) > instance.capacities[instance.column_of[mentor]]
        clashing.update(locks if too_many else ())
    clashing.update(set(instance.locks) & set(closed_by_locks(instance)))
    return tuple(sorted(clashing))


def closed_by_locks(instance: Instance) -> list[Pair]:
    """A lock of A with B rules out B with A, where both are in both roles."""
    as_mentor = dict(instance.same_person)
    as_mentee = {mentor: mentee for mentee, mentor in instance.same_person}
    return [
        (as_mentee[mentor], as_mentor[mentee])
        for mentee, mentor in instance.locks
        if mentor in as_mentee and mentee in as_mentor
    ]


def _reordered(scores: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """scores[rows][:, columns] without a second full copy on the way."""
    own = np.empty(scores.shape, dtype=scores.dtype)
    for start in range(0, len(rows), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        np.take(scores[rows[part]], columns, axis=1, out=own[part], mode="clip")
    return own
