"""From arrays back to ids, sentences and sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pairing.engine.search.blocking import blocking_pairs
from pairing.engine.search.problem import Cell, Problem, Solution, make_problem
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import (
    INFEASIBLE,
    OPTIMAL,
    Certificate,
    Objective,
    PairOf,
    Result,
    Unpaired,
)
from pairing.engine.values.terms import FORBIDDEN, Pair

COVERS = {
    "pairs-then-score": "No allowed pairing has more pairs (higher priority first) or, with as "
    "many, a higher total score.",
    "score": "No allowed pairing has a higher total score.",
    "max-min": "No allowed pairing has more pairs (higher priority first); with as many, none has a "
    "better worst pair; and with both, none has a higher total score. Locked pairs are given.",
    "stable": "No two people would both rather have each other. The prices prove what the best "
    "pairing would be worth; that no other stable pairing is worth more is not proved.",
}
BRANCHED = " This holds with the listed vetoes, which keep people from mentoring each other."
REASONS = {"score": "no-gain", "stable": "not-stable"}


def report(
    problem: Problem,
    solution: Solution,
    vetoes: Sequence[Cell],
    goal: str,
    extra: dict[str, Any] | None = None,
) -> Result:
    """The Result of an optimal solution, people in the order of their ids.

    For max-min, `problem` holds only the pairs at or above the threshold.
    """
    result = _paired(problem, solution, solution.mate, vetoes, goal)
    covers = COVERS[goal] + (BRANCHED if vetoes else "")
    proof = proof_of(problem, solution, vetoes)
    return replace(
        result,
        certificate=Certificate(unit=problem.unit, covers=covers, extra=extra or {}, **proof),
    )


def report_stable(
    problem: Problem,
    stable: tuple[np.ndarray, Sequence[Cell]],
    best: tuple[Solution, Sequence[Cell]],
) -> Result:
    """A stable pairing beside the prices of the best one, so that its loss is proved, too."""
    result = _paired(problem, best[0], *stable, "stable")
    proof = proof_of(problem, *best)
    value = sum(
        problem.unit * int(problem.instance.priorities[problem.instance.row_of[pair.mentee]])
        + pair.score
        for pair in result.pairs
    )
    tier_units, points = decode(proof["bound"] - value, problem.unit)
    closed = [list(problem.pair(cell)) for cell in stable[1]]
    extra = {"loss": {"tier_units": tier_units, "points": points}, "stable_vetoes": closed}
    return replace(
        result,
        certificate=Certificate(unit=problem.unit, covers=COVERS["stable"], extra=extra, **proof),
    )


def decode(difference: int, unit: int) -> tuple[int, int]:
    """A difference of objective values as (steps of priority, points)."""
    tier_units = (2 * difference + unit) // (2 * unit) if unit else 0
    return tier_units, difference - unit * tier_units


def _paired(
    problem: Problem, solution: Solution, mate: np.ndarray, vetoes: Sequence[Cell], goal: str
) -> Result:
    whole = problem
    if goal == "max-min":
        whole = make_problem(problem.instance, problem.unit)
    pairs = pairs_of(problem, mate)
    unpaired = _unpaired(whole, mate, goal)
    return Result(
        status=OPTIMAL,
        goal=goal,
        instance=problem.instance.digest(),
        pairs=pairs,
        unpaired=unpaired,
        objective=objective_of(problem.instance, pairs),
        blocking_pairs=_count_blocking(whole, mate, vetoes),
        stats={
            "rounds": solution.rounds,
            "candidates": solution.candidates,
            "solver": solution.solver,
        },
    )


def _count_blocking(problem: Problem, mate: np.ndarray, vetoes: Sequence[Cell]) -> int:
    """Pairs vetoed against two-cycles cannot be had, so they do not block."""
    kept = [(cell, int(problem.scores[cell])) for cell in vetoes]
    for cell in vetoes:
        problem.scores[cell] = FORBIDDEN
    count, _ = blocking_pairs(problem, mate)
    for cell, score in kept:
        problem.scores[cell] = score
    return count


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


def proof_of(problem: Problem, solution: Solution, vetoes: Sequence[Cell]) -> dict[str, Any]:
    """Prices by id and what they add up to, as Python's whole numbers, which cannot overflow."""
    closed = least_prices_without_places(problem, solution, vetoes)
    u, v = solution.u.tolist(), closed.tolist()
    free, places = problem.free.tolist(), problem.places.tolist()
    paid_for_places = sum(price * count for price, count in zip(v, places, strict=True))
    names, others = problem.row_at, problem.column_at
    return {
        "bound": sum(u) + paid_for_places + _locked_worth(problem),
        "mentee_prices": {
            name: u[names[name]] if free[names[name]] else None for name in sorted(names)
        },
        "mentor_prices": {name: v[others[name]] for name in sorted(others)},
        "vetoes": tuple(sorted(problem.pair(cell) for cell in vetoes)),
    }


def least_prices_without_places(
    problem: Problem, solution: Solution, vetoes: Sequence[Cell]
) -> np.ndarray:
    """(columns,) v, where a mentor without any free place costs what the best claim would pay.

    Their price is in no sum, so any high enough one would do: a proof should not leave that open.
    """
    v = solution.v.copy()
    for column in np.flatnonzero(problem.places < 1).tolist():
        line = problem.scores[:, column]
        allowed = (line >= 0) & problem.free
        allowed[[row for row, other in vetoes if other == column]] = False
        claims = (problem.base - solution.u + line)[allowed]
        v[column] = max(0, int(claims.max(initial=0)))
    return v


def _locked_worth(problem: Problem) -> int:
    instance = problem.instance
    worth = 0
    for mentee, mentor in instance.locks:
        row, column = instance.row_of[mentee], instance.column_of[mentor]
        worth += problem.unit * int(instance.priorities[row]) + int(instance.scores[row, column])
    return worth


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
