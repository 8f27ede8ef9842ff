"""Stable pairing: nobody finds somebody who would rather have them, too."""

import heapq
from collections import deque
from dataclasses import replace

import numpy as np

from pairing.engine.search.blocking import Ranks, ranks_of
from pairing.engine.search.branching import find_two_cycle
from pairing.engine.search.problem import Cell, Problem
from pairing.engine.stopping import ask_whether_to_go_on
from pairing.engine.values.terms import FORBIDDEN

CHUNK = 64
Standing = tuple[int, ...]


def solve_stable(problem: Problem, own: list[Cell]) -> tuple[np.ndarray, tuple[Cell, ...]]:
    """Deferred acceptance with places, mentees proposing (Gale and Shapley 1962).

    Returns `mate` (rows,) and the cells vetoed against two-cycles: where two people would mentor
    each other, the pair with the lower score is forbidden and everyone proposes again. Ties in
    score fall to the higher priority, then in the seed's order; the answer is the best for every
    mentee among the pairings that are stable with ties broken so.
    """
    vetoes: list[Cell] = []
    problem = replace(problem, scores=problem.scores.copy())
    while True:
        mate = _defer(problem)
        cycle = find_two_cycle(mate, own)
        if cycle is None:
            return mate, tuple(vetoes)
        vetoes.append(min(cycle, key=lambda cell: (int(problem.scores[cell]), cell)))
        problem.scores[vetoes[-1]] = FORBIDDEN


def _defer(problem: Problem) -> np.ndarray:
    ranks = ranks_of(problem)
    wishes = [_Wishes(problem, row, ranks) for row in range(len(problem.free))]
    held: list[list[tuple[Standing, int]]] = [[] for _ in problem.places]
    waiting = deque(np.flatnonzero(problem.free).tolist())
    while waiting:
        ask_whether_to_go_on()
        row = waiting.popleft()
        column = wishes[row].following()
        if column is None:
            continue
        standing = _standing(problem, ranks, row, column)
        if standing is None or not problem.places[column]:
            waiting.append(row)
        elif len(held[column]) < problem.places[column]:
            heapq.heappush(held[column], (standing, row))
        else:
            waiting.append(heapq.heappushpop(held[column], (standing, row))[1])
    mate = np.full(len(problem.free), -1, dtype=np.int64)
    for column, members in enumerate(held):
        for _, row in members:
            mate[row] = column
    return mate


def _standing(problem: Problem, ranks: Ranks, row: int, column: int) -> Standing | None:
    """How a mentor ranks a mentee (higher is better), None if not acceptable."""
    ranked = ranks.columns.get(column)
    if ranked is not None:
        return (-ranked[row],) if row in ranked else None
    priority = int(problem.instance.priorities[problem.rows[row]])
    return int(problem.scores[row, column]), priority, -row


class _Wishes:
    """A mentee's mentors from best to worst, worked out a piece at a time: few look far down."""

    def __init__(self, problem: Problem, row: int, ranks: Ranks) -> None:
        self.problem, self.row, self.listed = problem, row, ranks.rows.get(row)
        self.piece: list[int] = []
        self.done = 0
        self.place = 0

    def following(self) -> int | None:
        """The next mentor to ask, or None when there is nobody left."""
        if self.place == len(self.piece):
            self.piece, self.place = self._next_piece(), 0
        if not self.piece:
            return None
        self.place += 1
        return self.piece[self.place - 1]

    def _next_piece(self) -> list[int]:
        line = self.problem.scores[self.row]
        if self.listed is None:
            order = np.argsort(-line.astype(np.int64), kind="stable")
            order = order[: np.count_nonzero(line >= 0)]
        else:
            order = np.array(
                [column for column in self.listed if line[column] >= 0], dtype=np.int64
            )
        piece = order[self.done : self.done + CHUNK].tolist()
        self.done += len(piece)
        return piece
