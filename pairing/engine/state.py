"""A solved instance that answers "what if" at once, and can be put away and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.engine.changes import AddMentee, AddMentor, Change, MenteeLeaves, Priority, Rescore
from pairing.engine.difference import Difference, Seating, difference, seating
from pairing.engine.reporting import report
from pairing.engine.search.branching import optimize_without_two_cycles
from pairing.engine.search.dense import fits, recover_prices, solve_dense, weights_of
from pairing.engine.search.market import Market
from pairing.engine.search.problem import (
    Cell,
    Problem,
    clashing_locks,
    closed_by_locks,
    make_problem,
)
from pairing.engine.solver import open_market, own_cells
from pairing.engine.values import storage
from pairing.engine.values.instance import Instance
from pairing.engine.values.result import Result
from pairing.engine.values.terms import FORBIDDEN, BadInput

GOALS = ("pairs-then-score", "score")
SPARE_PEOPLE = 64
PEOPLE = (AddMentee, AddMentor, MenteeLeaves, Priority)
# Places x mentees that scipy alone solves: states are asked in web processes, which load no numba,
# and for new weights, over which people wait, scipy may take about a second.
MOST_DENSE = 1_000_000
WITHOUT_NUMBA = 6_000_000


@dataclass
class State:
    """The current instance with its optimal pairs and prices.

    `unit` is chosen with room for newcomers, so that it need not change with them; `vetoed` are
    the cells closed against two-cycles. One thread at a time: what-ifs write into the shared
    table and take it back.
    """

    instance: Instance
    objective: str
    unit: int
    problem: Problem
    market: Market
    vetoed: tuple[Cell, ...] = ()

    @classmethod
    def solve(
        cls,
        instance: Instance,
        objective: str = "pairs-then-score",
        *,
        most_dense: int = MOST_DENSE,
    ) -> "State":
        """Solve from nothing. Raises BadInput for clashing locks or an objective without prices
        (max-min and stable are answered by `solve` alone). Up to `most_dense` possible pairs scipy
        does it, without numba."""
        if objective not in GOALS:
            raise BadInput(f"a state keeps {' or '.join(GOALS)}, not {objective!r}")
        _refuse_clash(instance)
        unit = 0 if objective == "score" else roomy_unit(instance)
        problem = make_problem(instance, unit)
        market = _opened(problem, most_dense)
        vetoed = optimize_without_two_cycles(market, own_cells(problem))
        return cls(instance, objective, unit, problem, market, vetoed)

    @classmethod
    def from_result(cls, instance: Instance, result: Result) -> "State":
        """Go on from a result of `solve`, with its pairs; only prices are worked out again.

        Raises BadInput as `solve` does, or if the result is not of this instance. What the result
        claims should have been checked before.
        """
        if result.instance != instance.digest():
            raise BadInput("the result belongs to another instance")
        if result.goal not in GOALS or result.status != "optimal":
            raise BadInput(f"a state keeps {' or '.join(GOALS)}, not {result.goal!r}")
        unit = result.certificate.unit
        roomy = unit > 0 and instance.scores.size <= WITHOUT_NUMBA
        problem = make_problem(instance, roomy_unit(instance) if roomy else unit)
        market = Market.empty(problem)
        for pair in result.pairs:
            if not pair.locked:
                row, column = problem.cell((pair.mentee, pair.mentor))
                market.mate[row] = column
        closed = [problem.cell(veto) for veto in result.certificate.vetoes]
        kept = [(cell, int(problem.scores[cell])) for cell in closed]
        for cell in closed:
            problem.scores[cell] = FORBIDDEN
        if roomy:
            market.u, market.v = recover_prices(weights_of(problem), market.mate, problem.free)
        else:
            for name, price in result.certificate.mentor_prices.items():
                market.v[problem.column_at[name]] = price
            market.lower_to_feasible()
        market.optimize()
        _take_back(problem.scores, kept)
        return cls(instance, result.goal, problem.unit, problem, market, tuple(closed))

    def copy(self) -> "State":
        """A state of its own: changing it leaves this one as it is."""
        scores = self.problem.scores.copy()
        market = replace(self.market.copy(), scores=scores, turned=None)
        return replace(self, problem=replace(self.problem, scores=scores), market=market)

    def what_if(self, changes: Sequence[Change]) -> Difference:
        """What the changes would do, without doing them. Raises BadInput if they cannot be made."""
        before = self.seating()
        trial, journal = self._changed(changes)
        try:
            return difference(before, trial.seating())
        finally:
            _take_back(self.problem.scores, journal)

    def apply(self, changes: Sequence[Change]) -> Difference:
        """Make the changes, all or none. Raises BadInput if one of them cannot be made."""
        before = self.seating()
        trial, journal = self._changed(changes)
        turned = trial.market.turned
        if turned is not None:
            for row, column in (cell for cell, _ in journal):
                turned[column, row] = trial.problem.scores[row, column]
        effect = difference(before, trial.seating())
        self.__dict__.update(trial.__dict__)
        return effect

    def seating(self) -> Seating:
        return seating(self.problem, self.market.mate)

    def result(self) -> Result:
        """The state as a Result with its proof, as `solve` gives it."""
        return report(self.problem, self.market.solution(), self.vetoed, self.objective)

    def to_bytes(self) -> bytes:
        """Everything needed to go on, as one npz file."""
        extra = {"objective": self.objective, "unit": self.unit, "vetoed": list(self.vetoed)}
        arrays = {"mate": self.market.mate, "u": self.market.u, "v": self.market.v}
        return storage.pack(self.instance, extra, arrays)

    @classmethod
    def from_bytes(cls, content: bytes) -> "State":
        """Raises BadInput if the content is not a stored state."""
        instance, extra, arrays = storage.unpack(content)
        problem = make_problem(instance, extra["unit"])
        market = Market.of_arrays(problem, arrays["mate"], arrays["u"], arrays["v"])
        vetoed = tuple((int(row), int(column)) for row, column in extra["vetoed"])
        return cls(instance, extra["objective"], extra["unit"], problem, market, vetoed)

    def _changed(self, changes: Sequence[Change]) -> tuple["State", "list[tuple[Cell, int]]"]:
        """A changed copy that shares the table; the journal holds what it overwrote there."""
        instance = self.instance
        for change in changes:
            instance = change.on(instance)
        _refuse_clash(instance)
        if self.unit and needed_unit(instance) > self.unit and instance.unit > self.unit:
            return State.solve(instance, self.objective), []
        if _same_table(self.instance, instance, changes):
            return self._nudged(instance)
        if any(isinstance(change, Rescore) for change in changes):
            return self._solved_again(instance), []
        only_people = all(isinstance(change, PEOPLE) for change in changes)
        return self._carried_over(instance, only_people=only_people), []

    def _solved_again(self, instance: Instance) -> "State":
        """New points for everybody: nothing of the old prices is worth keeping."""
        problem = make_problem(instance, self.unit)
        market = _opened(problem, WITHOUT_NUMBA)
        vetoed = optimize_without_two_cycles(market, own_cells(problem))
        return State(instance, self.objective, self.unit, problem, market, vetoed)

    def _nudged(self, instance: Instance) -> tuple["State", "list[tuple[Cell, int]]"]:
        """Locks, vetoes and places changed: touch the few rows and columns concerned."""
        old, market = self.problem, self.market.copy()
        closed = _closed_cells(old, instance)
        opened = _closed_cells(old, self.instance) - closed
        journal = [(cell, int(old.scores[cell])) for cell in sorted(opened | closed)]
        for row, column in opened:
            place = old.rows[row], old.columns[column]
            old.scores[row, column] = instance.scores[place]
        for cell in closed:
            old.scores[cell] = FORBIDDEN
        locked = [old.cell(lock) for lock in instance.locks]
        market.free[:] = True
        market.places[:] = instance.capacities[old.columns]
        for row, column in locked:
            market.free[row] = False
            market.places[column] -= 1
        unlocked = np.flatnonzero(market.free & ~self.market.free).tolist()
        reopened = [row for row, _ in (*opened, *self.vetoed)]
        market.raise_rows(sorted({*unlocked, *reopened}))
        problem = replace(old, instance=instance, free=market.free, places=market.places)
        vetoed = optimize_without_two_cycles(market, own_cells(problem))
        return State(instance, self.objective, self.unit, problem, market, vetoed), journal

    def _carried_over(self, instance: Instance, *, only_people: bool) -> "State":
        """People or points changed: a new table, with pairs and prices carried over by id.

        Where only people came, went or changed places in the queue, only their prices are new.
        """
        problem = make_problem(instance, self.unit)
        market = Market.empty(problem)
        rows, old_rows = _shared(problem.row_at, self.problem.row_at)
        columns, old_columns = _shared(problem.column_at, self.problem.column_at)
        market.v[columns] = self.market.v[old_columns]
        place = np.full(len(self.market.v) + 1, -1, dtype=np.int64)
        place[old_columns] = columns
        market.mate[rows] = place[self.market.mate[old_rows]]
        if only_people:
            moved = problem.base[rows] - self.problem.base[old_rows]
            market.u[rows] = np.maximum(0, self.market.u[old_rows] + moved)
            market.u[~market.free] = 0
            market.raise_rows([problem.row_at[name] for name in self._reopened(problem)])
            new = np.setdiff1d(np.arange(len(market.v)), columns)
            market.price_newcomers(new.tolist())
        else:
            market.lower_to_feasible()
        vetoed = optimize_without_two_cycles(market, own_cells(problem))
        return State(instance, self.objective, self.unit, problem, market, vetoed)

    def _reopened(self, problem: Problem) -> list[str]:
        """Mentees who are new, free again, or had a cell closed against two-cycles."""
        old = self.problem
        closed = [pair[0] for pair in closed_by_locks(self.instance)]
        closed += [old.pair(cell)[0] for cell in self.vetoed]
        names = [
            name
            for name, row in problem.row_at.items()
            if name not in old.row_at or (problem.free[row] and not old.free[old.row_at[name]])
        ]
        return [*names, *(name for name in closed if name in problem.row_at)]


def _opened(problem: Problem, most_dense: int) -> Market:
    if fits(problem, most_dense):
        return Market.of(problem, solve_dense(problem))
    return open_market(problem)[0]


def needed_unit(instance: Instance) -> int:
    """The least unit that outweighs all points, whatever is vetoed."""
    pairs = min(len(instance.mentees), int(instance.capacities.sum()))
    return pairs * int(instance.scores.max(initial=0)) + 1


def roomy_unit(instance: Instance) -> int:
    people = len(instance.mentees) * 5 // 4 + SPARE_PEOPLE
    return people * max(100, int(instance.scores.max(initial=0))) + 1


def _refuse_clash(instance: Instance) -> None:
    clash = clashing_locks(instance)
    if clash:
        named = ", ".join(f"{mentee} with {mentor}" for mentee, mentor in clash)
        raise BadInput(f"these locks clash: {named}")


def _same_table(old: Instance, new: Instance, changes: Sequence[Change]) -> bool:
    return (
        new.scores is old.scores
        and new.priorities is old.priorities
        and not any(isinstance(change, Rescore) for change in changes)
    )


def _closed_cells(problem: Problem, instance: Instance) -> set[Cell]:
    pairs = (*instance.vetoes, *instance.same_person, *closed_by_locks(instance))
    return {problem.cell(pair) for pair in pairs}


def _take_back(scores: np.ndarray, journal: "list[tuple[Cell, int]]") -> None:
    for cell, score in reversed(journal):
        scores[cell] = score


def _shared(new: dict[str, int], old: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    names = [name for name in new if name in old]
    return (
        np.array([new[name] for name in names], dtype=np.int64),
        np.array([old[name] for name in names], dtype=np.int64),
    )
