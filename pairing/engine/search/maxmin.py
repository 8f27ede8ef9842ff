"""As many pairs as possible, then the best possible worst pair, then the highest total."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.search.problem import Cell, Problem, Solution
from pairing.engine.values.terms import FORBIDDEN

Solved = tuple[Solution, tuple[Cell, ...]]


@dataclass(frozen=True)
class MaxMin:
    """`threshold` is the least score of any chosen pair. `best` is optimal among pairs of at least
    that; `most` proves how many pairs there can be at all, `above` that asking for more than the
    threshold would lose some (None where no pair scores higher)."""

    threshold: int
    problem: Problem
    best: Solved
    most: Solved
    above: tuple[Problem, Solved] | None


def solve_max_min(problem: Problem, solve: Callable[[Problem], Solved]) -> MaxMin:
    """Binary search of the threshold that keeps the number of pairs of every priority."""
    most = solve(problem)
    rows = np.flatnonzero(most[0].mate >= 0)
    floor = int(problem.scores[rows, most[0].mate[rows]].min(initial=0)) if len(rows) else 0
    tiers = _tiers(problem, most[0])
    levels = np.unique(problem.scores[problem.free]).astype(np.int64)
    levels = levels[levels > floor] if len(rows) else levels[:0]
    # The first answer is the best above its own worst pair, too: nothing there is worth more.
    above: tuple[Problem, Solved] | None = None
    threshold, kept = floor, (at_least(problem, floor), most)
    low, high = 0, len(levels)
    while low < high:
        middle = (low + high) // 2
        trial = at_least(problem, int(levels[middle]))
        solved = solve(trial)
        if _tiers(trial, solved[0]) == tiers:
            threshold, kept, low = int(levels[middle]), (trial, solved), middle + 1
        else:
            above, high = (trial, solved), middle
    return MaxMin(threshold, *kept, most, above)


def at_least(problem: Problem, threshold: int) -> Problem:
    """The problem with all pairs that score less forbidden."""
    scores = np.where(problem.scores < threshold, FORBIDDEN, problem.scores)
    return replace(problem, scores=scores.astype(problem.scores.dtype))


def _tiers(problem: Problem, solution: Solution) -> int:
    return int(problem.instance.priorities[problem.rows[solution.mate >= 0]].sum())
