"""From arrays back to ids, sentences and sums."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from pairing.engine.instance import Instance, Pair
from pairing.engine.problem import Cell, Problem, Solution
from pairing.engine.result import (
    INFEASIBLE,
    OPTIMAL,
    Certificate,
    Objective,
    PairOf,
    Result,
    Unpaired,
)

COVERS = {
    "pairs-then-score": "No allowed pairing has more pairs (higher priority first) or, with as "
    "many, a higher total score.",
    "score": "No allowed pairing has a higher total score.",
}
BRANCHED = " This holds with the listed vetoes, which keep people from mentoring each other."
REASONS = {"score": "no-gain", "stable": "not-stable"}


def report(problem: Problem, solution: Solution, vetoes: Sequence[Cell], goal: str) -> Result:
    """The Result of an optimal solution, people in the order of their ids."""
    pairs = pairs_of(problem, solution.mate)
    return Result(
        status=OPTIMAL,
        goal=goal,
        instance=problem.instance.digest(),
        pairs=pairs,
        unpaired=_unpaired(problem, solution.mate, goal),
        objective=objective_of(problem.instance, pairs),
        certificate=certify(problem, solution, vetoes, pairs, goal),
        stats={
            "rounds": solution.rounds,
            "candidates": solution.candidates,
            "solver": solution.solver,
        },
    )


def infeasible(instance: Instance, goal: str, clash: tuple[Pair, ...]) -> Result:
    """The answer when locks contradict each other: their names, and nothing solved."""
    return Result(INFEASIBLE, goal, instance.digest(), clashing_locks=clash)


def objective_of(instance: Instance, pairs: Sequence[PairOf]) -> Objective:
    """What a set of pairs is worth, in numbers people can read."""
    rows = [instance.row_of[pair.mentee] for pair in pairs]
    tiers = Counter(instance.priorities[np.array(rows, dtype=np.int64)].tolist())
    scores = [pair.score for pair in pairs]
    return Objective(
        pairs=len(pairs),
        by_priority={str(tier): tiers[tier] for tier in sorted(tiers, reverse=True)},
        score=sum(scores),
        minimum=min(scores, default=None),
    )


def pairs_of(problem: Problem, mate: np.ndarray) -> tuple[PairOf, ...]:
    """Chosen and locked pairs with their scores, sorted by id."""
    instance = problem.instance
    rows = np.flatnonzero(mate >= 0)
    columns = mate[rows]
    scores = problem.scores[rows, columns].tolist()
    chosen = [
        PairOf(instance.mentees[row], instance.mentors[column], score)
        for row, column, score in zip(
            problem.rows[rows].tolist(), problem.columns[columns].tolist(), scores, strict=True
        )
    ]
    for mentee, mentor in instance.locks:
        score = int(instance.scores[instance.row_of[mentee], instance.column_of[mentor]])
        chosen.append(PairOf(mentee, mentor, score, locked=True))
    return tuple(sorted(chosen, key=lambda pair: pair.mentee))


def certify(
    problem: Problem,
    solution: Solution,
    vetoes: Sequence[Cell],
    pairs: Sequence[PairOf],
    goal: str,
) -> Certificate:
    """Prices by id. Sums are Python's whole numbers, which cannot overflow."""
    u, v = solution.u.tolist(), solution.v.tolist()
    free, places = problem.free.tolist(), problem.places.tolist()
    paid_for_places = sum(price * count for price, count in zip(v, places, strict=True))
    names, others = problem.row_at, problem.column_at
    return Certificate(
        unit=problem.unit,
        bound=sum(u) + paid_for_places + _locked_worth(problem, pairs),
        mentee_prices={
            name: u[names[name]] if free[names[name]] else None for name in sorted(names)
        },
        mentor_prices={name: v[others[name]] for name in sorted(others)},
        vetoes=tuple(sorted(problem.pair(cell) for cell in vetoes)),
        covers=COVERS.get(goal, "") + (BRANCHED if vetoes else ""),
    )


def _locked_worth(problem: Problem, pairs: Sequence[PairOf]) -> int:
    instance = problem.instance
    return sum(
        problem.unit * int(instance.priorities[instance.row_of[pair.mentee]]) + pair.score
        for pair in pairs
        if pair.locked
    )


def _unpaired(problem: Problem, mate: np.ndarray, goal: str) -> tuple[Unpaired, ...]:
    left = np.flatnonzero(problem.free & (mate == -1))
    allowed = [int(np.count_nonzero(problem.scores[row] >= 0)) for row in left]
    names = [problem.instance.mentees[place] for place in problem.rows[left]]
    return tuple(
        Unpaired(
            name, REASONS.get(goal, "stronger-claims") if count else "no-allowed-mentor", count
        )
        for name, count in sorted(zip(names, allowed, strict=True))
    )
