"""Small problems: scipy's assignment solver on the whole table, prices recovered afterwards."""

from threading import Thread

import numpy as np

from pairing.engine.search.problem import Problem, Solution
from pairing.engine.stopping import ask_whether_to_go_on

NOTHING = np.iinfo(np.int64).min // 4
EXACT_IN_FLOAT = 2**53
# Above so many cells scipy may take seconds, and somebody may want to stop it.
NOT_LONG = 1_000_000
SECONDS_BETWEEN_QUESTIONS = 0.5


def fits(problem: Problem, most_cells: int) -> bool:
    """Small enough to duplicate places, and every sum of weights exact in a float64."""
    rows = int(problem.free.sum())
    slots = int(np.minimum(problem.places, rows).sum())
    highest = int(problem.base.max(initial=0)) + int(problem.scores.max(initial=0))
    return rows * slots <= most_cells and (min(rows, slots) + 1) * highest < EXACT_IN_FLOAT


def solve_dense(problem: Problem) -> Solution:
    """Best pairing by `scipy.optimize.linear_sum_assignment` (Crouse 2016), one column a place.

    A pair that is not allowed weighs 0 and is dropped from the answer: any pairing can be filled
    up with such pairs for free. Ties fall as the rows and columns stand, in the seed's order.
    """
    rows = np.flatnonzero(problem.free)
    slots = np.repeat(np.arange(len(problem.places)), np.minimum(problem.places, len(rows)))
    weights = weights_of(problem)
    mate = np.full(len(problem.free), -1, dtype=np.int64)
    chosen, place = _assign(np.maximum(weights[np.ix_(rows, slots)], 0).astype(np.float64))
    allowed = weights[rows[chosen], slots[place]] > NOTHING
    mate[rows[chosen[allowed]]] = slots[place[allowed]]
    u, v = recover_prices(weights, mate, problem.free)
    return Solution(mate, u, v, 0, int((weights > NOTHING).sum()), "dense")


def _assign(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pairs that weigh most together.

    scipy works without the interpreter's lock and cannot be stopped: whoever does not want to wait
    any longer leaves it behind in its thread, where it comes to its end.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - stays out of web start-up

    if weights.size <= NOT_LONG:
        return linear_sum_assignment(weights, maximize=True)
    answers: list[tuple[np.ndarray, np.ndarray]] = []
    solver = Thread(
        target=lambda: answers.append(linear_sum_assignment(weights, maximize=True)), daemon=True
    )
    solver.start()
    while solver.is_alive():
        solver.join(SECONDS_BETWEEN_QUESTIONS)
        ask_whether_to_go_on()
    return answers[0]


def weights_of(problem: Problem) -> np.ndarray:
    """int64 (rows, columns): base + score, NOTHING where a pair is not allowed."""
    weights = problem.scores.astype(np.int64) + problem.base[:, None]
    weights[problem.scores < 0] = NOTHING
    weights[~problem.free] = NOTHING
    return weights


def recover_prices(
    weights: np.ndarray, mate: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The least mentor prices that support an optimal pairing, by Bellman-Ford.

    Shortest paths on the residual graph: a mentor's price rises until nobody outside would take
    the place at it; a paired mentee keeps the rest of the pair's weight. Only rows whose price
    fell are looked at again. Raises AssertionError if the pairing was not optimal.
    """
    columns = weights.shape[1]
    u, v = np.zeros(len(mate), dtype=np.int64), np.zeros(columns, dtype=np.int64)
    paired = np.flatnonzero(mate >= 0)
    own = np.zeros(len(mate), dtype=np.int64)
    own[paired] = weights[paired, mate[paired]]
    u[paired] = own[paired]
    changed = np.flatnonzero(free) if columns else paired
    for _ in range(columns + 1):
        if not len(changed):
            break
        ask_whether_to_go_on()
        wanted = (weights[changed] - u[changed, None]).max(axis=0)
        risen = wanted > v
        v = np.maximum(v, wanted)
        changed = paired[risen[mate[paired]]]
        u[changed] = own[changed] - v[mate[changed]]
    if u.min(initial=0) < 0 or len(changed):
        raise AssertionError("prices do not exist: the pairing is not optimal")
    return u, v
