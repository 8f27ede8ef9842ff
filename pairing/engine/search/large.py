"""Large problems: whichever of two ways gets there first, in a fixed order. Loads numba.

Searching the whole table (`TableSearch`) is as quick as reading it a few times where most people
can have what they like best, and never does more work than scipy's dense solver, which searches
the same way. Good candidates first (`sparse`) save most of that work where many want the same few.
Which of the two a table needs shows only on the way, so the search starts, is put aside when it
goes slowly, and is taken up again where it stopped if the candidates do not get there soon. What is
done depends on the table alone, never on the clock.
"""

import numpy as np

from pairing.engine.search import searching
from pairing.engine.search.market import Market
from pairing.engine.search.problem import Problem, Solution
from pairing.engine.search.scanning import turn
from pairing.engine.search.sparse import solve_sparse
from pairing.engine.stopping import ask_whether_to_go_on

NOBODY = -1
# How often every searcher's line may be read before a search counts as slow, and how often the
# rest of it may still seem to need.
QUICK, SLOW = 2, 24
# Up to so many cells the rest of a slow search takes no longer than choosing candidates.
NEVER_PUT_ASIDE = 4_000_000
# How often the whole table could be read in the time that candidates may take.
CANDIDATES = 40
# Cells read between two questions whether to go on: some hundredths of a second.
AT_ONCE = 50_000_000


def solve_large(problem: Problem) -> Solution:
    """The best pairing over all allowed pairs, with prices that prove it."""
    search = TableSearch(problem)
    if search.run(put_aside_when_slow=problem.scores.size > NEVER_PUT_ASIDE):
        return search.solution()
    solution = solve_sparse(problem, CANDIDATES * problem.scores.size)
    if solution is None:
        search.run(put_aside_when_slow=False)
        solution = search.solution()
    return solution


class TableSearch:
    """Seats one searcher after the other by shortest paths over the whole table.

    Searchers are the scarcer side: mentees, or the places of mentors. Prices, pairs and the next
    searcher are kept between two calls of `run`, so that a search can be taken up again.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        mentees, mentors = problem.scores.shape
        self.by_place = int(problem.places.sum()) < int(problem.free.sum())
        if self.by_place:
            self.table = np.empty((mentors, mentees), dtype=problem.scores.dtype)
            self.line_of = np.repeat(np.arange(mentors), problem.places)
            self.least = np.zeros(len(self.line_of), dtype=np.int64)
            self.price, self.places = -problem.base, problem.free.astype(np.int64)
        else:
            self.table = problem.scores
            self.line_of = np.flatnonzero(problem.free)
            self.least = -problem.base[self.line_of]
            self.price, self.places = np.zeros(mentors, dtype=np.int64), problem.places
        searchers, others = len(self.line_of), len(self.price)
        self.turned = 0
        self.own = self.least.copy()
        self.full = (self.places < 1).astype(np.int64)
        self.mate, after, before = (np.full(searchers, NOBODY, dtype=np.int64) for _ in range(3))
        load, first = np.zeros(others, dtype=np.int64), np.full(others, NOBODY, dtype=np.int64)
        self.pairs = (self.mate, load, first, after, before)
        self.next = self.lines_read = 0

    def run(self, *, put_aside_when_slow: bool) -> bool:
        """Go on until everybody is seated; False if put aside before."""
        searchers = len(self.line_of)
        size = min(AT_ONCE, self.table.size // 8)
        most = 1 + size // max(1, self.table.shape[1])
        while self.next < searchers:
            ask_whether_to_go_on()
            if self.by_place:
                self._turn_lines(int(self.line_of[min(self.next + most, searchers) - 1]) + 1)
            start = self.next
            self.next, lines = searching.seat_from(
                start,
                most,
                self.table,
                self.line_of,
                self.least,
                self.own,
                self.price,
                self.places,
                self.full,
                self.pairs,
            )
            self.lines_read += lines
            to_come = lines * (searchers - self.next) // (self.next - start)
            is_slow = self.lines_read > QUICK * searchers and to_come > SLOW * searchers
            if put_aside_when_slow and is_slow:
                return False
        return True

    def solution(self) -> Solution:
        """Pairs and prices in the problem's own terms, once everybody is seated."""
        problem = self.problem
        seated = np.flatnonzero(self.mate >= 0)
        mate = np.full(len(problem.free), NOBODY, dtype=np.int64)
        u, v = np.zeros(len(mate), dtype=np.int64), np.zeros(len(problem.places), dtype=np.int64)
        own = self.own - self.least
        if self.by_place:
            mate[self.mate[seated]] = self.line_of[seated]
            u = np.where(problem.free, self.price + problem.base, 0)
            # All places of a mentor have come to the same price.
            v[self.line_of] = own
            market = Market.of(problem, Solution(mate, u, v))
            market.price_newcomers(np.flatnonzero(problem.places < 1).tolist())
            v = market.v
        else:
            mate[self.line_of[seated]] = self.mate[seated]
            u[self.line_of], v = own, self.price
        return Solution(mate, u, v, 0, problem.scores.size, "table")

    def _turn_lines(self, wanted: int) -> None:
        """Mentors' lines, before they are read: a search put aside has often read a part of them."""
        if wanted > self.turned:
            turn(self.problem.scores, self.turned, wanted, self.table)
            self.turned = wanted
