"""What changed between two pairings, in the words of the board: kept, moved, new, lost."""

from dataclasses import dataclass

import numpy as np

from pairing.engine.search.problem import Problem

NOBODY = -1
Couple = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Move:
    """One mentee whose mentor changed; None is unpaired (or not there). `points` is the change."""

    mentee: str
    before: str | None
    after: str | None
    points: int


@dataclass(frozen=True)
class Difference:
    """`tier_units` counts steps of priority: +2 is one more pair of priority 2. Raw objective
    values never show: a change of them is always these units and `points`."""

    kept: int
    moved: tuple[Move, ...]
    paired: tuple[Move, ...]
    unpaired: tuple[Move, ...]
    points: int
    tier_units: int
    points_before: int
    points_after: int
    pairs_before: int
    pairs_after: int

    @property
    def moves(self) -> tuple[Move, ...]:
        """Everyone whose mentor changed, by id."""
        return tuple(sorted((*self.moved, *self.paired, *self.unpaired), key=lambda m: m.mentee))


@dataclass(frozen=True)
class Seating:
    """Who sits where, locked pairs included: `seat` (rows,) is a column or -1, `points` (rows,)
    the score of each pair. Taken at once, because a what-if closes cells of the table for a while.
    """

    problem: Problem
    seat: np.ndarray
    points: np.ndarray

    def tiers(self) -> int:
        return int(self.problem.instance.priorities[self.problem.rows[self.seat >= 0]].sum())


def seating(problem: Problem, mate: np.ndarray) -> Seating:
    seat = mate.copy()
    for row, column in map(problem.cell, problem.instance.locks):
        seat[row] = column
    rows = np.flatnonzero(seat >= 0)
    points = np.zeros(len(seat), dtype=np.int64)
    points[rows] = problem.scores[rows, seat[rows]]
    return Seating(problem, seat, points)


def difference(before: Seating, after: Seating) -> Difference:
    """Compare by id, so that people may have come and gone in between."""
    was, now = before.points, after.points
    moves = _moves(before, after)
    pairs_before, pairs_after = (int((seats.seat >= 0).sum()) for seats in (before, after))
    moved = tuple(move for move in moves if move.before and move.after)
    paired = tuple(move for move in moves if not move.before)
    return Difference(
        kept=pairs_after - len(moved) - len(paired),
        moved=moved,
        paired=paired,
        unpaired=tuple(move for move in moves if not move.after),
        points=int(now.sum()) - int(was.sum()),
        tier_units=after.tiers() - before.tiers(),
        points_before=int(was.sum()),
        points_after=int(now.sum()),
        pairs_before=pairs_before,
        pairs_after=pairs_after,
    )


def _moves(before: Seating, after: Seating) -> list[Move]:
    same_people = (
        before.problem.instance.mentees == after.problem.instance.mentees
        and before.problem.instance.mentors == after.problem.instance.mentors
    )
    if same_people:
        rows = np.flatnonzero(before.seat != after.seat).tolist()
        names = [after.problem.instance.mentees[after.problem.rows[row]] for row in rows]
        couples: list[Couple] = [(name, row, row) for name, row in zip(names, rows, strict=True)]
    else:
        old, new = before.problem.row_at, after.problem.row_at
        couples = [(name, old.get(name), new.get(name)) for name in old.keys() | new.keys()]
    moves = []
    for name, old_row, new_row in sorted(couples, key=lambda couple: couple[0]):
        mentor, points = _mentor_and_points(before, old_row)
        next_mentor, next_points = _mentor_and_points(after, new_row)
        if mentor != next_mentor:
            moves.append(Move(name, mentor, next_mentor, next_points - points))
    return moves


def _mentor_and_points(seats: Seating, row: int | None) -> tuple[str | None, int]:
    if row is None or seats.seat[row] == NOBODY:
        return None, 0
    place = seats.problem.columns[seats.seat[row]]
    return seats.problem.instance.mentors[place], int(seats.points[row])
