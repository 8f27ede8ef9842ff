"""Blocking pairs: two people who would both rather have each other than what they got."""

from dataclasses import dataclass

import numpy as np

from pairing.engine.search.problem import Problem

NEVER = np.iinfo(np.int64).max
ANYONE = -1
# Few enough cells to stay in the processor's cache.
AT_ONCE = 200_000


@dataclass(frozen=True)
class Ranks:
    """Given preferences by row and column: {person: {the other: rank}}, best rank 0."""

    rows: dict[int, dict[int, int]]
    columns: dict[int, dict[int, int]]


def ranks_of(problem: Problem) -> Ranks:
    """The instance's preferences in the problem's numbers."""
    wishes = problem.instance.preferences
    rows, columns = problem.row_at, problem.column_at
    return Ranks(
        {
            rows[name]: {columns[wish]: rank for rank, wish in enumerate(ranked)}
            for name, ranked in wishes.mentees.items()
        },
        {
            columns[name]: {rows[wish]: rank for rank, wish in enumerate(ranked)}
            for name, ranked in wishes.mentors.items()
        },
    )


def blocking_pairs(problem: Problem, mate: np.ndarray, most: int = 0) -> tuple[int, np.ndarray]:
    """How many pairs block, and the first `most` of them as (count, 2) rows and columns.

    Both must be strictly better off; for a mentor a free place is worse than any mentee. Who gave
    no list orders the other side by score; on a list, whoever is not named is not acceptable.
    Locked mentees and their places stand outside.
    """
    ranks = ranks_of(problem)
    row_level, column_level = _levels(problem, mate)
    # In the table's own narrow type: this looks at every pair.
    highest = np.iinfo(problem.scores.dtype).max
    row_level = np.minimum(row_level, highest).astype(problem.scores.dtype)
    column_level = np.minimum(column_level, highest).astype(problem.scores.dtype)
    listed = np.array(sorted(ranks.columns), dtype=np.int64)
    welcome = _welcome(problem, mate, ranks)
    total, first = 0, [np.empty((0, 2), dtype=np.int64)]
    step = max(1, AT_ONCE // max(1, len(column_level)))
    for low in range(0, len(mate), step):
        scores = problem.scores[low : low + step]
        wants = scores > row_level[low : low + step, None]
        takes = scores > column_level
        takes[:, listed] = False
        for row in range(low, low + len(scores)):
            if row in ranks.rows:
                wants[row - low] = _wanted(problem, mate, row, ranks.rows[row])
            takes[row - low, welcome.get(row, [])] = True
        wants &= takes
        wants &= scores >= 0
        total += int(np.count_nonzero(wants))
        if sum(map(len, first)) < most:
            first.append(np.argwhere(wants) + np.array([low, 0]))
    return total, np.concatenate(first)[:most]


def _levels(problem: Problem, mate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A pair must score above both levels to block, as far as scores decide."""
    rows = np.flatnonzero(mate >= 0)
    held = problem.scores[rows, mate[rows]].astype(np.int64)
    row_level = np.where(problem.free, ANYONE, NEVER)
    row_level[rows] = held
    worst = np.full(len(problem.places), NEVER)
    np.minimum.at(worst, mate[rows], held)
    load = np.bincount(mate[rows], minlength=len(worst))
    return row_level, np.where(load < problem.places, ANYONE, worst)


def _wanted(problem: Problem, mate: np.ndarray, row: int, ranked: dict[int, int]) -> np.ndarray:
    """(columns,) mentors this mentee would rather have, by their own list."""
    wanted = np.zeros(len(problem.places), dtype=bool)
    if problem.free[row]:
        now = ranked.get(int(mate[row]), len(ranked))
        wanted[[column for column, rank in ranked.items() if rank < now]] = True
    return wanted


def _welcome(problem: Problem, mate: np.ndarray, ranks: Ranks) -> dict[int, list[int]]:
    """For each mentee, the mentors with a list who would rather have them."""
    welcome: dict[int, list[int]] = {}
    for column, ranked in ranks.columns.items():
        held = np.flatnonzero(mate == column).tolist()
        room = len(held) < problem.places[column]
        worst = max((ranked.get(row, len(ranked)) for row in held), default=-1)
        limit = len(ranked) if room else worst
        for row, rank in ranked.items():
            if rank < limit:
                welcome.setdefault(row, []).append(column)
    return welcome
