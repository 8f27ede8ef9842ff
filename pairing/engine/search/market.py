"""A solved problem that stays solved: prices, pairs, and the repairs that keep them optimal.

Every repair is a shortest augmenting path over all allowed pairs (not over candidates), with
prices as potentials (Jonker and Volgenant 1987; with places on one side as in Ahuja, Magnanti and
Orlin 1993, ch. 12). Three conditions hold whenever `optimize` has run, and together they are the
proof that nothing better exists:

    no allowed pair is worth more than its two prices (feasible),
    a chosen pair is worth exactly its two prices (tight),
    whoever is unpaired, and every mentor with room, has price 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.search.problem import BLOCK, Problem, Solution
from pairing.engine.stopping import ask_whether_to_go_on

FAR = np.iinfo(np.int64).max // 4
NOBODY = -1


@dataclass
class Market:
    """Arrays as in Problem, plus `mate` (rows,), `load` (columns,), u (rows,) and v (columns,).

    `turned` (columns, rows) is the same table with one mentor's cells side by side, once it was
    needed.
    """

    scores: np.ndarray
    base: np.ndarray
    free: np.ndarray
    places: np.ndarray
    mate: np.ndarray
    u: np.ndarray
    v: np.ndarray
    turned: np.ndarray | None = None

    @classmethod
    def of(cls, problem: Problem, solution: Solution) -> "Market":
        """A market on the problem's own table (shared) and copies of everything small."""
        return cls(
            problem.scores,
            problem.base.copy(),
            problem.free.copy(),
            problem.places.copy(),
            solution.mate.copy(),
            solution.u.copy(),
            solution.v.copy(),
        )

    @classmethod
    def of_arrays(
        cls, problem: Problem, mate: np.ndarray, u: np.ndarray, v: np.ndarray
    ) -> "Market":
        return cls.of(problem, Solution(mate, u, v))

    def copy(self) -> "Market":
        """The same table, everything else of its own."""
        return replace(
            self,
            base=self.base.copy(),
            free=self.free.copy(),
            places=self.places.copy(),
            mate=self.mate.copy(),
            u=self.u.copy(),
            v=self.v.copy(),
        )

    @classmethod
    def empty(cls, problem: Problem) -> "Market":
        """Nobody paired; a mentee's price is their best pair's worth, so everything is feasible."""
        best = problem.scores.max(axis=1, initial=NOBODY).astype(np.int64)
        u = np.where(problem.free & (best >= 0), problem.base + best, 0)
        mate = np.full(len(u), NOBODY, dtype=np.int64)
        return cls.of(problem, Solution(mate, u, np.zeros(len(problem.places), dtype=np.int64)))

    @property
    def load(self) -> np.ndarray:
        """(columns,) how many mentees each mentor has."""
        return np.bincount(self.mate[self.mate >= 0], minlength=len(self.v))

    def value(self) -> int:
        """base + score over all pairs, as a Python whole number."""
        rows = np.flatnonzero(self.mate >= 0)
        return sum((self.base[rows] + self.scores[rows, self.mate[rows]]).tolist())

    def solution(self) -> Solution:
        return Solution(self.mate.copy(), self.u.copy(), self.v.copy(), solver="repair")

    def raise_rows(self, rows: Sequence[int]) -> None:
        """Raise mentees' prices until no allowed pair of theirs is worth more than its prices."""
        for row in rows:
            if not self.free[row]:
                continue
            gain = np.where(self.scores[row] >= 0, self.scores[row] - self.v, -FAR)
            self.u[row] = max(self.u[row], int(self.base[row]) + int(gain.max(initial=-FAR)), 0)

    def price_newcomers(self, columns: Sequence[int]) -> None:
        """The least prices of mentors at which nobody's price need change: one path a place then
        leads to the optimum, while at price 0 everyone who would rather have them had to move."""
        for column in columns:
            line = self.scores[:, column]
            wanted = np.where((line >= 0) & self.free, self.base + line - self.u, 0)
            self.v[column] = max(0, int(wanted.max(initial=0)))

    def lower_to_feasible(self) -> None:
        """The least prices of mentees that the mentors' prices allow, block by block."""
        for start in range(0, len(self.u), BLOCK):
            block = slice(start, start + BLOCK)
            gain = np.where(self.scores[block] >= 0, self.scores[block] - self.v, -FAR)
            best = gain.max(axis=1, initial=-FAR) + self.base[block]
            self.u[block] = np.where(self.free[block], np.maximum(best, 0), 0)

    def optimize(self) -> int:
        """From feasible prices back to an optimal pairing; returns how many paths it took."""
        self._unpair_broken()
        paths = 0
        while True:
            ask_whether_to_go_on()
            load = self.load
            spare = np.flatnonzero((load < self.places) & (self.v > 0))
            waiting = np.flatnonzero((self.mate == NOBODY) & (self.u > 0))
            if not len(spare) and not len(waiting):
                return paths
            for column in spare:
                while self.v[column] > 0 and load[column] < self.places[column]:
                    ask_whether_to_go_on()
                    self._fill(int(column), load)
                    paths += 1
            for row in waiting:
                if self.mate[row] == NOBODY and self.u[row] > 0:
                    ask_whether_to_go_on()
                    self._seat(int(row), load)
                    paths += 1

    def _unpair_broken(self) -> None:
        """Let go of pairs that are no longer allowed or tight, and of mentees beyond the places."""
        self.u[~self.free] = 0
        rows = np.flatnonzero(self.mate >= 0)
        columns = self.mate[rows]
        scores = self.scores[rows, columns]
        worth = self.base[rows] + scores
        broken = (scores < 0) | ~self.free[rows] | (worth != self.u[rows] + self.v[columns])
        self.mate[rows[broken]] = NOBODY
        load = self.load
        for column in np.flatnonzero(load > self.places):
            held = np.flatnonzero(self.mate == column)
            weakest = held[np.argsort(self.u[held], kind="stable")]
            self.mate[weakest[: load[column] - self.places[column]]] = NOBODY

    def _seat(self, source: int, load: np.ndarray) -> None:
        """Cheapest way to give an unpaired mentee a place, or to find that there is none.

        The path goes mentee -> mentor -> one of their mentees -> ...; it ends at a mentor with
        room, or at a mentee (perhaps the source) who is better left unpaired.
        """
        search = _Search(len(self.v))
        distance_of, front = {source: 0}, [source]
        fallen_out, taken, shortest = source, NOBODY, int(self.u[source])
        while True:
            for row in front:
                search.relax(self._slack_of_row(row), distance_of[row], row)
            column, distance = search.nearest()
            if distance >= shortest:
                break
            if load[column] < self.places[column]:
                fallen_out, taken, shortest = NOBODY, column, distance
                break
            front = np.flatnonzero(self.mate == column).tolist()
            for row in front:
                distance_of[row] = distance
                if distance + self.u[row] < shortest:
                    fallen_out, shortest = row, distance + int(self.u[row])
        _reprice(self.v, search.settled, self.u, distance_of, shortest)
        if fallen_out != source:
            self._move_up(source, fallen_out, taken, search.came_from, load)

    def _move_up(
        self, source: int, fallen_out: int, column: int, came_from: np.ndarray, load: np.ndarray
    ) -> None:
        """Everyone on the path takes the next mentor; at its end a place is taken or lost."""
        if fallen_out != NOBODY:
            column = int(self.mate[fallen_out])
            self.mate[fallen_out] = NOBODY
        else:
            load[column] += 1
        row = NOBODY
        while row != source:
            row = int(came_from[column])
            self.mate[row], column = column, int(self.mate[row])

    def _fill(self, source: int, load: np.ndarray) -> None:
        """Cheapest way to fill a free place that still has a price, or to let the price fall.

        The mirror image of `_seat`: mentor -> mentee -> the mentor they leave -> ...; it ends at
        an unpaired mentee, or at a mentor (perhaps the source) who is better left with room.
        """
        search = _Search(len(self.u))
        distance_of, reached_by = {source: 0}, {source: NOBODY}
        emptied, joined, shortest = source, NOBODY, int(self.v[source])
        column = source
        while True:
            if column != NOBODY:
                search.relax(self._slack_of_column(column), distance_of[column], column)
            row, distance = search.nearest()
            if distance >= shortest:
                break
            column = int(self.mate[row])
            if column == NOBODY:
                emptied, joined, shortest = NOBODY, row, distance
                break
            if column in distance_of:
                column = NOBODY
                continue
            distance_of[column], reached_by[column] = distance, row
            if distance + self.v[column] < shortest:
                emptied, shortest = column, distance + int(self.v[column])
        _reprice(self.u, search.settled, self.v, distance_of, shortest)
        if emptied != source:
            row = joined if joined != NOBODY else reached_by[emptied]
            load[emptied] -= int(joined == NOBODY)
            self._hand_on(source, row, search.came_from, reached_by, load)

    def _hand_on(
        self,
        source: int,
        row: int,
        came_from: np.ndarray,
        reached_by: dict[int, int],
        load: np.ndarray,
    ) -> None:
        """Everyone on the path goes one mentor nearer to the free place."""
        load[source] += 1
        column = NOBODY
        while column != source:
            column = int(came_from[row])
            self.mate[row] = column
            row = reached_by[column]

    def _slack_of_row(self, row: int) -> np.ndarray:
        """(columns,) how much each pair of this mentee falls short of its prices."""
        line = self.scores[row]
        return np.where(line >= 0, self.v - line + (self.u[row] - self.base[row]), FAR)

    def _slack_of_column(self, column: int) -> np.ndarray:
        """(rows,) how much each pair of this mentor falls short of its prices."""
        line = self.scores[:, column]
        slack = self.u - self.base - line + self.v[column]
        return np.where((line >= 0) & self.free, slack, FAR)


def _reprice(
    rising: np.ndarray,
    settled: list[tuple[int, int]],
    falling: np.ndarray,
    distance_of: dict[int, int],
    shortest: int,
) -> None:
    """What lies nearer than the path's end shares the difference: the path becomes tight."""
    for node, distance in settled:
        rising[node] += max(0, shortest - distance)
    for node, distance in distance_of.items():
        falling[node] -= max(0, shortest - distance)


class _Search:
    """Dijkstra's frontier over one side, as arrays: nodes settle in order of distance."""

    def __init__(self, size: int) -> None:
        self.near = np.full(size, FAR, dtype=np.int64)
        self.open = self.near.copy()
        self.came_from = np.full(size, NOBODY, dtype=np.int64)
        self.settled: list[tuple[int, int]] = []

    def relax(self, slack: np.ndarray, distance: int, origin: int) -> None:
        """Ways through `origin` that are shorter than any known so far."""
        through = slack + distance
        better = np.flatnonzero(through < self.near)
        self.near[better] = self.open[better] = through[better]
        self.came_from[better] = origin

    def nearest(self) -> tuple[int, int]:
        """The nearest node not settled yet, now settled; at distance FAR when there is none."""
        if not len(self.open):
            return NOBODY, FAR
        node = int(self.open.argmin())
        distance = int(self.open[node])
        self.open[node] = FAR
        self.settled.append((node, distance))
        return node, distance
