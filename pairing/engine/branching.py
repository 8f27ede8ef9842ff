"""Nobody mentors their own mentor: the one rule that couples pairs, met by branching."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from pairing.engine.instance import FORBIDDEN
from pairing.engine.problem import Problem, Solution

Cell = tuple[int, int]


@dataclass(frozen=True)
class Branched:
    """`vetoes` are the cells (row, column) forbidden on the way to `solution`."""

    problem: Problem
    solution: Solution
    vetoes: tuple[Cell, ...] = ()


def solve_without_two_cycles(problem: Problem, solve: Callable[[Problem], Solution]) -> Branched:
    """Best-first search: solve; where two people mentor each other, forbid one direction or the
    other. A branch is worth at most what its parent was, so the first answer free of two-cycles
    that comes off the heap cannot be beaten by any branch still on it.
    """
    order = count()
    first = Branched(problem, solve(problem))
    heap = [(-value_of(problem, first.solution), 0, next(order), first)]
    while True:
        _, _, _, best = heapq.heappop(heap)
        cycle = find_two_cycle(problem, best.solution.mate)
        if cycle is None:
            return best
        for cell in cycle:
            branch = _forbid(best, cell, solve)
            worth = value_of(problem, branch.solution)
            # Among equals the deeper branch goes first: it is nearer to an answer.
            heapq.heappush(heap, (-worth, -len(branch.vetoes), next(order), branch))


def value_of(problem: Problem, solution: Solution) -> int:
    """base + score over the chosen pairs, as a Python whole number."""
    rows = np.flatnonzero(solution.mate >= 0)
    scores = problem.scores[rows, solution.mate[rows]].tolist()
    return sum(problem.base[rows].tolist()) + sum(scores)


def find_two_cycle(problem: Problem, mate: np.ndarray) -> tuple[Cell, Cell] | None:
    """The two cells of a two-cycle, first in the seed's order, or None."""
    instance = problem.instance
    own = {
        instance.row_of[mentee]: instance.column_of[mentor]
        for mentee, mentor in instance.same_person
    }
    back = {column: row for row, column in own.items()}
    for row in sorted(own, key=lambda row: problem.row_rank[row]):
        other = back.get(int(mate[row]))
        if other is not None and mate[other] == own[row]:
            return (row, int(mate[row])), (other, own[row])
    return None


def _forbid(parent: Branched, cell: Cell, solve: Callable[[Problem], Solution]) -> Branched:
    scores = parent.problem.scores.copy()
    scores[cell] = FORBIDDEN
    problem = replace(parent.problem, scores=scores)
    return Branched(problem, solve(problem), (*parent.vetoes, cell))
