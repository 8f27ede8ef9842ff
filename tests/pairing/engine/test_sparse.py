import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.engine import Instance
from pairing.engine.dense import solve_dense
from pairing.engine.market import Market
from pairing.engine.problem import clashing_locks, make_problem
from pairing.engine.sparse import candidates, solve_sparse, violations
from tests.pairing.engine.strategies import instances
from tests.pairing.engine.test_market import proved


@given(instances(most=9))
@settings(max_examples=150)
def test_candidates_and_pricing_give_the_optimum_of_the_whole_table(instance):
    if clashing_locks(instance):
        return
    problem = make_problem(instance)
    market = Market.of(problem, solve_sparse(problem))
    assert proved(market)
    assert market.value() == Market.of(problem, solve_dense(problem)).value()


@given(st.integers(0, 10**6), st.sampled_from([1, 3, 30, 10**9]), st.booleans())
@settings(max_examples=40)
def test_middle_sizes_need_rounds_and_still_reach_the_optimum(seed, highest, short):
    problem = make_problem(random_instance(seed, 90, 70, highest, short))
    solution = solve_sparse(problem)
    assert proved(Market.of(problem, solution))
    assert not len(violations(problem, solution.u, solution.v)[0])


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_number_of_threads_changes_nothing(threads, monkeypatch):
    problem = make_problem(random_instance(1, 300, 200, 50, short=True))
    monkeypatch.setenv("ENGINE_THREADS", "1")
    alone = solve_sparse(problem)
    monkeypatch.setenv("ENGINE_THREADS", threads)
    together = solve_sparse(problem)
    for one, other in ((alone.mate, together.mate), (alone.u, together.u), (alone.v, together.v)):
        assert np.array_equal(one, other)


def test_candidates_come_from_both_sides():
    scores = np.zeros((400, 3), dtype=np.int8)
    scores[:, 0] = 9
    problem = make_problem(instance_of(scores, np.ones(3, dtype=np.int64)))
    _, columns = candidates(problem, wanted=2)
    assert set(columns.tolist()) == {0, 1, 2}


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
