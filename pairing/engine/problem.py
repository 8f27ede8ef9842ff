"""An instance as the solvers see it: locks taken out, people in an order drawn from the seed."""

import hashlib
from dataclasses import dataclass

import numpy as np

from pairing.engine.instance import FORBIDDEN, Instance, Pair


@dataclass
class Problem:
    """Rows are mentees, columns mentors, both in the instance's order.

    `free` (rows,) says which mentees take part (not locked), `places` (columns,) what locks left
    of each capacity, `base` (rows,) = unit x priority, so that the weight of a pair is
    base + score. `row_rank` and `column_rank` are the seed's order; every tie looks at them and
    never at the order of rows. `scores` is shared with the instance: copy before changing.
    """

    instance: Instance
    scores: np.ndarray
    free: np.ndarray
    places: np.ndarray
    base: np.ndarray
    row_rank: np.ndarray
    column_rank: np.ndarray
    unit: int


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
    unit = instance.unit if unit is None else unit
    rows, columns = instance.cells(instance.locks)
    free = np.ones(len(instance.mentees), dtype=bool)
    free[rows] = False
    places = instance.capacities.astype(np.int64)
    np.subtract.at(places, columns, 1)
    return Problem(
        instance=instance,
        scores=_without_closed_directions(instance),
        free=free,
        places=places,
        base=unit * instance.priorities.astype(np.int64),
        row_rank=seed_order(instance.seed, "mentee", instance.mentees),
        column_rank=seed_order(instance.seed, "mentor", instance.mentors),
        unit=unit,
    )


def seed_order(seed: int, side: str, names: tuple[str, ...]) -> np.ndarray:
    """Rank of every id in an order that depends on seed and id alone (blake2b digests)."""
    salt = f"{seed}:{side}:".encode()
    keys = [
        hashlib.blake2b(salt + name.encode("utf-8", "replace"), digest_size=16).digest()
        for name in names
    ]
    order = sorted(range(len(names)), key=lambda place: (keys[place], names[place]))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return rank


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
    held = set(instance.locks)
    clashing.update(lock for lock in held if opposite(instance, lock) in held)
    return tuple(sorted(clashing))


def opposite(instance: Instance, pair: Pair) -> Pair | None:
    """The pair that would close a two-cycle with this one, if both people have both roles."""
    mentor_of_mentee = dict(instance.same_person).get(pair[0])
    mentee_of_mentor = {mentor: mentee for mentee, mentor in instance.same_person}.get(pair[1])
    if mentor_of_mentee is None or mentee_of_mentor is None:
        return None
    return mentee_of_mentor, mentor_of_mentee


def _without_closed_directions(instance: Instance) -> np.ndarray:
    """A lock of A with B rules out B with A; everything else is as the instance allows."""
    closed = [pair for lock in instance.locks if (pair := opposite(instance, lock)) is not None]
    if not closed:
        return instance.allowed
    scores = instance.allowed.copy()
    scores[instance.cells(closed)] = FORBIDDEN
    return scores
