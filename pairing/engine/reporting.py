"""From arrays back to ids, sentences and sums."""

import numpy as np

from pairing.engine.branching import Branched
from pairing.engine.instance import Instance, Pair
from pairing.engine.problem import Problem, Solution
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
    "pairs-then-score": "No allowed pairing has more pairs (higher priority first) or, with as many, "
    "a higher total score.",
    "score": "No allowed pairing has a higher total score.",
}


def report(answer: Branched, goal: str, seconds: float) -> Result:
    """The Result of an optimal solution, people in the order of their ids."""
    problem, solution = answer.problem, answer.solution
    instance = problem.instance
    pairs = _pairs(instance, solution.mate)
    return Result(
        status=OPTIMAL,
        goal=goal,
        instance=instance.digest(),
        pairs=pairs,
        unpaired=_unpaired(problem, solution, goal),
        objective=objective_of(instance, pairs),
        certificate=_certificate(answer, goal, pairs),
        stats={
            "seconds": round(seconds, 6),
            "rounds": solution.rounds,
            "candidates": solution.candidates,
            "solver": solution.solver,
        },
    )


def infeasible(instance: Instance, goal: str, clash: tuple[Pair, ...]) -> Result:
    """The answer when locks contradict each other: their names, and nothing solved."""
    return Result(INFEASIBLE, goal, instance.digest(), clashing_locks=clash)


def objective_of(instance: Instance, pairs: tuple[PairOf, ...]) -> Objective:
    """What a set of pairs is worth, in numbers people can read."""
    by_priority: dict[str, int] = {}
    for pair in pairs:
        key = str(instance.priorities[instance.row_of[pair.mentee]])
        by_priority[key] = by_priority.get(key, 0) + 1
    return Objective(
        pairs=len(pairs),
        by_priority=dict(sorted(by_priority.items(), reverse=True)),
        score=sum(pair.score for pair in pairs),
        minimum=min((pair.score for pair in pairs), default=None),
    )


def _pairs(instance: Instance, mate: np.ndarray) -> tuple[PairOf, ...]:
    chosen = [
        (instance.mentees[row], instance.mentors[mate[row]], False)
        for row in np.flatnonzero(mate >= 0)
    ]
    chosen += [(mentee, mentor, True) for mentee, mentor in instance.locks]
    scores = instance.scores
    return tuple(
        PairOf(
            mentee, mentor, int(scores[instance.row_of[mentee], instance.column_of[mentor]]), locked
        )
        for mentee, mentor, locked in sorted(chosen)
    )


def _unpaired(problem: Problem, solution: Solution, goal: str) -> tuple[Unpaired, ...]:
    left = np.flatnonzero(problem.free & (solution.mate < 0))
    names = problem.instance.mentees
    entries = []
    for row in sorted(left, key=lambda row: names[row]):
        allowed = int((problem.scores[row] >= 0).sum())
        entries.append(Unpaired(names[row], _reason(allowed, goal), allowed))
    return tuple(entries)


def _reason(allowed: int, goal: str) -> str:
    if not allowed:
        return "no-allowed-mentor"
    return {"score": "no-gain", "stable": "not-stable"}.get(goal, "stronger-claims")


def _certificate(answer: Branched, goal: str, pairs: tuple[PairOf, ...]) -> Certificate:
    problem, solution = answer.problem, answer.solution
    instance = problem.instance
    locked = sum(
        problem.unit * int(instance.priorities[instance.row_of[pair.mentee]]) + pair.score
        for pair in pairs
        if pair.locked
    )
    u, v = solution.u.tolist(), solution.v.tolist()
    places = problem.places.tolist()
    return Certificate(
        unit=problem.unit,
        bound=sum(u) + sum(c * p for c, p in zip(places, v, strict=True)) + locked,
        mentee_prices={
            name: u[row] if problem.free[row] else None
            for name, row in sorted(instance.row_of.items())
        },
        mentor_prices={name: v[column] for name, column in sorted(instance.column_of.items())},
        vetoes=tuple(
            (instance.mentees[row], instance.mentors[column]) for row, column in answer.vetoes
        ),
        covers=COVERS.get(goal, ""),
    )
