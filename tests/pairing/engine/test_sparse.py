import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.engine import Instance
from pairing.engine.search import scanning
from pairing.engine.search.dense import solve_dense
from pairing.engine.search.market import Market
from pairing.engine.search.problem import clashing_locks, make_problem
from pairing.engine.search.sparse import candidates, solve_sparse, violations
from tests.pairing.engine.strategies import instances
from tests.pairing.engine.test_market import proved

NO_LIMIT = 10**18


@given(instances(most=9))
@settings(max_examples=150)
def test_candidates_and_pricing_give_the_optimum_of_the_whole_table(instance):
    if clashing_locks(instance):
        return
    problem = make_problem(instance)
    market = Market.of(problem, solve_sparse(problem, NO_LIMIT))
    assert proved(market)
    assert market.value() == Market.of(problem, solve_dense(problem)).value()


@given(st.integers(0, 10**6), st.sampled_from([1, 3, 30, 10**9]), st.booleans())
@settings(max_examples=40)
def test_middle_sizes_need_rounds_and_still_reach_the_optimum(seed, highest, short):
    problem = make_problem(random_instance(seed, 90, 70, highest, short))
    solution = solve_sparse(problem, NO_LIMIT)
    assert proved(Market.of(problem, solution))
    assert not len(violations(problem, solution.u, solution.v)[0])


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_number_of_threads_changes_nothing(threads, monkeypatch):
    problem = make_problem(random_instance(1, 300, 200, 50, short=True))
    monkeypatch.setenv("ENGINE_THREADS", "1")
    alone = solve_sparse(problem, NO_LIMIT)
    monkeypatch.setenv("ENGINE_THREADS", threads)
    together = solve_sparse(problem, NO_LIMIT)
    for one, other in ((alone.mate, together.mate), (alone.u, together.u), (alone.v, together.v)):
        assert np.array_equal(one, other)


def test_candidates_come_from_both_sides():
    scores = np.zeros((400, 3), dtype=np.int8)
    scores[:, 0] = 9
    problem = make_problem(instance_of(scores, np.ones(3, dtype=np.int64)))
    _, columns = candidates(problem, wanted=2)
    assert set(columns.tolist()) == {0, 1, 2}


@given(st.integers(0, 10**6), st.sampled_from([0, 1, 30, 127, 300, 10**9]), st.booleans())
def test_candidates_are_those_that_a_look_at_every_cell_finds(seed, highest, short):
    problem = make_problem(random_instance(seed, 23, 31, highest, short))
    problem.free[seed % 23] = False
    rows, columns = candidates(problem, wanted=3)
    found = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert found == cells_above_a_threshold(problem, 3)


def cells_above_a_threshold(problem, wanted):
    """`sparse.candidates` cell by cell (tables this small are not sampled)."""
    scores = problem.scores.tolist()
    divisor = int(problem.scores.max(initial=0)) // scanning.BUCKETS + 1
    rows = [line if free else [] for line, free in zip(scores, problem.free, strict=True)]
    columns = zip(*(line for line in rows if line), strict=True)
    row_cuts = [threshold(line, divisor, wanted) for line in rows]
    column_cuts = [threshold(line, divisor, wanted) for line in columns]
    return [
        (row, column)
        for row, line in enumerate(rows)
        for column, score in enumerate(line)
        if score >= 0
        and any(
            score // divisor > level
            or (score // divisor == level and scanning.mix(row, column) < chance)
            for level, chance in (row_cuts[row], column_cuts[column])
        )
    ]


def threshold(line, divisor, wanted):
    """The bucket where the `wanted` best end, and which part (of 65536) of it to take."""
    buckets = sorted((score // divisor for score in line if score >= 0), reverse=True)
    if len(buckets) < wanted:
        return 0, 65536
    level = buckets[wanted - 1]
    above = sum(bucket > level for bucket in buckets)
    return level, (wanted - above) * 65536 // buckets.count(level)


def random_instance(seed, rows, columns, highest, short):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, highest, (rows, columns), endpoint=True)
    scores[rng.random(scores.shape) < rng.choice([0.1, 0.9])] = -1
    places = np.ones(columns, dtype=np.int64) if short else rng.integers(0, 4, columns)
    return instance_of(scores, places, rng.integers(1, 4, rows))


def instance_of(scores, places, priorities=None):
    rows, columns = scores.shape
    return Instance(
        mentees=tuple(f"e{i}" for i in range(rows)),
        mentors=tuple(f"m{j}" for j in range(columns)),
        scores=scores,
        priorities=np.ones(rows, dtype=np.int64) if priorities is None else priorities,
        capacities=places,
    )
