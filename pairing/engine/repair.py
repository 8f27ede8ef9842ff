"""After publication: people were told, so every change of a published pair needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pairing.engine.search.problem import Problem, make_problem
from pairing.engine.solver import solve_problem
from pairing.engine.values.instance import Instance
from pairing.engine.values.terms import smallest_type


@dataclass(frozen=True)
class Repair:
    """One way on. `disturbed` published pairs are broken apart; `tier_units` and `points` are what
    that gains over the repair that keeps them all, `points_per_pair` the exchange rate."""

    disturbed: int
    mentor_of: dict[str, str]
    changed: tuple[str, ...]
    pairs: int
    score: int
    tier_units: int
    points: int

    @property
    def points_per_pair(self) -> float:
        return self.points / self.disturbed if self.disturbed else 0.0


def repairs(instance: Instance, published: Mapping[str, str], most: int = 6) -> list[Repair]:
    """Ways to go on from published pairs, least disturbance first, each better than the one before.

    `instance` is the cycle as it is now (a mentor left, late people came). The first repair keeps
    every published pair that is still possible; the others give pairs up only where that gains
    something. They are the corners of the trade between value and disturbance: a bonus on every
    published pair is lowered from "never" to nothing, and where two bonuses give different
    answers, the bonus between them is tried (Eisner and Severance 1976).
    """
    kept = _still_possible(instance, published)
    problem = make_problem(instance)
    first = _with_bonus(problem, kept, 20 * problem.unit * _scale(problem))
    last = _with_bonus(problem, kept, 0)
    corners = [first, *_between(problem, kept, first, last, most - 2), last]
    return _as_repairs(problem, corners, kept)


def _between(
    problem: Problem, kept: np.ndarray, gentle: np.ndarray, bold: np.ndarray, most: int
) -> list[np.ndarray]:
    """Corners strictly between an answer that breaks fewer pairs and one that is worth more, at
    most `most` of them."""
    few_broken, low_value = _measure(problem, kept, gentle)
    more_broken, high_value = _measure(problem, kept, bold)
    if most <= 0 or more_broken <= few_broken + 1 or high_value <= low_value:
        return []
    bonus = (high_value - low_value) * _scale(problem) // (more_broken - few_broken)
    middle = _with_bonus(problem, kept, bonus)
    if _measure(problem, kept, middle) in ((few_broken, low_value), (more_broken, high_value)):
        return []
    left = _between(problem, kept, gentle, middle, most - 1)
    right = _between(problem, kept, middle, bold, most - 1 - len(left))
    return [*left, middle, *right]


def _with_bonus(problem: Problem, kept: np.ndarray, bonus: int) -> np.ndarray:
    """The best pairing when keeping a published pair is worth `bonus` more than its score.

    `bonus` counts in parts of a point: a point is `_scale` of them, more than there are pairs, so
    that one part can decide ties for the published pair and nothing else.
    """
    scale = _scale(problem)
    rows = np.flatnonzero((kept >= 0) & problem.free)
    scores = problem.scores.astype(np.int64)
    scores[scores >= 0] *= scale
    scores[rows, kept[rows]] += bonus + 1
    scaled = Problem(
        instance=problem.instance,
        rows=problem.rows,
        columns=problem.columns,
        scores=scores.astype(smallest_type(int(scores.max(initial=0)))),
        free=problem.free,
        places=problem.places,
        base=scale * problem.base,
        unit=scale * problem.unit,
    )
    return solve_problem(scaled)[0].mate


def _scale(problem: Problem) -> int:
    return len(problem.rows) + 1


def _still_possible(instance: Instance, published: Mapping[str, str]) -> np.ndarray:
    """(rows,) the published column of each mentee, -1 where there is none any more."""
    problem = make_problem(instance)
    kept = np.full(len(problem.rows), -1, dtype=np.int64)
    for mentee, mentor in published.items():
        if mentee in problem.row_at and mentor in problem.column_at:
            cell = problem.cell((mentee, mentor))
            if problem.scores[cell] >= 0 and problem.places[cell[1]] > 0:
                kept[cell[0]] = cell[1]
    return kept


def _measure(problem: Problem, kept: np.ndarray, mate: np.ndarray) -> tuple[int, int]:
    """(published pairs broken, objective value)."""
    rows = np.flatnonzero(mate >= 0)
    worth = problem.base[rows] + problem.scores[rows, mate[rows]]
    broken = int(np.count_nonzero((kept >= 0) & problem.free & (mate != kept)))
    return broken, sum(worth.tolist())


def _as_repairs(problem: Problem, corners: list[np.ndarray], kept: np.ndarray) -> list[Repair]:
    ways: list[Repair] = []
    instance = problem.instance
    for mate in corners:
        broken, _ = _measure(problem, kept, mate)
        mentor_of = dict(instance.locks)
        for row in np.flatnonzero(mate >= 0).tolist():
            mentee, mentor = problem.pair((row, int(mate[row])))
            mentor_of[mentee] = mentor
        if ways and broken <= ways[-1].disturbed:
            continue
        moved = np.flatnonzero((kept >= 0) & problem.free & (mate != kept))
        score = _total(instance, mentor_of)
        tiers = sum(int(instance.priorities[instance.row_of[mentee]]) for mentee in mentor_of)
        base = ways[0] if ways else None
        ways.append(
            Repair(
                disturbed=broken,
                mentor_of=dict(sorted(mentor_of.items())),
                changed=tuple(sorted(instance.mentees[problem.rows[row]] for row in moved)),
                pairs=len(mentor_of),
                score=score,
                tier_units=tiers - _tiers(instance, base.mentor_of) if base else 0,
                points=score - base.score if base else 0,
            )
        )
    return ways


def _total(instance: Instance, mentor_of: Mapping[str, str]) -> int:
    rows, columns = instance.cells(list(mentor_of.items()))
    return int(instance.scores[rows, columns].astype(np.int64).sum())


def _tiers(instance: Instance, mentor_of: Mapping[str, str]) -> int:
    return sum(int(instance.priorities[instance.row_of[mentee]]) for mentee in mentor_of)
