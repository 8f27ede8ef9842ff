"""What one would use otherwise, each in a process of its own so that its memory can be told."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection

import numpy as np

from pairing.engine.search.dense import NOTHING, weights_of
from pairing.engine.search.problem import Problem, make_problem
from pairing.engine.values.instance import Instance

MOST_DENSE = 10_000
MOST_CELLS = 200_000_000
Method = Callable[[], np.ndarray]


@dataclass(frozen=True)
class Rival:
    """Seconds after scoring (`processor`: of computing), peak MB of the process, what was reached."""

    name: str
    seconds: float | None
    processor: float = 0.0
    memory: int = 0
    pairs: int = 0
    score: int = 0
    remark: str = ""


def rivals(instance: Instance) -> Iterator[Rival]:
    """scipy's dense solver, OR-tools min-cost flow on our candidates, and greedy."""
    yield _run("scipy linear_sum_assignment alone", dense, instance)
    if find_spec("ortools") is None:
        yield Rival("OR-tools min-cost flow", None, remark="not installed")
    else:
        yield _run("OR-tools min-cost flow, candidates", flow, instance)
    yield _run("greedy, candidates", greedy, instance)


def dense(problem: Problem) -> Method:
    """Every place a column of a float64 table; forbidden pairs weigh nothing and are dropped.

    The table is made beforehand: what is measured is scipy's call alone.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - measured in its process

    if problem.scores.size > MOST_CELLS or len(problem.rows) > MOST_DENSE:
        raise MemoryError
    slots = np.repeat(np.arange(len(problem.places)), problem.places)
    weights = weights_of(problem)
    table = np.maximum(weights[:, slots], 0).astype(np.float64)

    def call() -> np.ndarray:
        rows, place = linear_sum_assignment(table, maximize=True)
        good = weights[rows, slots[place]] > NOTHING
        mate = np.full(len(problem.rows), -1, dtype=np.int64)
        mate[rows[good]] = slots[place[good]]
        return mate

    return call


def flow(problem: Problem) -> Method:
    """Source -> mentee -> mentor -> sink, and mentee -> sink for nothing."""
    return partial(_flow, problem)


def _flow(problem: Problem) -> np.ndarray:
    solver = import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    people, mentors = problem.scores.shape
    rows, columns = _candidates(problem)
    weights = problem.base[rows] + problem.scores[rows, columns]
    source, sink = people + mentors, people + mentors + 1
    everyone, places = np.arange(people), np.arange(mentors) + people
    arcs = [
        (np.full(people, source), everyone, np.ones(people), np.zeros(people)),
        (rows, columns + people, np.ones(len(rows)), -weights),
        (places, np.full(mentors, sink), problem.places, np.zeros(mentors)),
        (everyone, np.full(people, sink), np.ones(people), np.zeros(people)),
    ]
    tails, heads, room, cost = (
        np.concatenate(part).astype(np.int64) for part in zip(*arcs, strict=True)
    )
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    solver.set_nodes_supplies([source, sink], [people, -people])
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("min-cost flow found no optimum")
    used = solver.flows(np.arange(people, people + len(rows))) > 0
    mate = np.full(people, -1, dtype=np.int64)
    mate[rows[used]] = columns[used]
    return mate


def greedy(problem: Problem) -> Method:
    """Best pair first, as long as both are free."""
    return partial(_greedy, problem)


def _greedy(problem: Problem) -> np.ndarray:
    rows, columns = _candidates(problem)
    order = np.argsort(-(problem.base[rows] + problem.scores[rows, columns]), kind="stable")
    mate, places = [-1] * len(problem.rows), problem.places.tolist()
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if mate[row] < 0 and places[column] > 0:
            mate[row] = column
            places[column] -= 1
    return np.array(mate, dtype=np.int64)


def _candidates(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    from pairing.engine.search.sparse import candidates  # noqa: PLC0415 - loads numba

    return candidates(problem)


def _run(name: str, prepare: Callable[[Problem], Method], instance: Instance) -> Rival:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_measure, args=(there, name, prepare, instance))
    process.start()
    there.close()
    try:
        rival: Rival = here.recv()
    except EOFError:
        rival = Rival(name, None, remark="did not finish (memory)")
    process.join()
    return rival


def _measure(
    connection: Connection, name: str, prepare: Callable[[Problem], Method], instance: Instance
) -> None:
    problem = make_problem(instance)
    prepare(make_problem(TINY))()  # loads and compiles what it needs before the clock starts
    try:
        method = prepare(problem)
        started, computed = time.perf_counter(), time.process_time()
        mate = method()
    except MemoryError:
        connection.send(Rival(name, None, remark="not tried at this size"))
        return
    seconds, processor = time.perf_counter() - started, time.process_time() - computed
    rows = np.flatnonzero(mate >= 0)
    score = int(problem.scores[rows, mate[rows]].astype(np.int64).sum())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    connection.send(Rival(name, seconds, processor, memory, len(rows), score))


TINY = Instance(
    mentees=("e",),
    mentors=("m",),
    scores=np.ones((1, 1), dtype=np.int8),
    priorities=np.ones(1, dtype=np.int64),
    capacities=np.ones(1, dtype=np.int64),
)
