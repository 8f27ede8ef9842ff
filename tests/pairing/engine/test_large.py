"""Large tables, whatever their scores: the optimum, the work it takes, and how to stop it."""

import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pairing.engine import check, solve
from pairing.engine.measuring.invented import FAMILIES, scored
from pairing.engine.search import large, sparse
from pairing.engine.search.dense import solve_dense
from pairing.engine.search.large import TableSearch, solve_large
from pairing.engine.search.market import Market
from pairing.engine.search.problem import clashing_locks, make_problem
from pairing.engine.stopping import stoppable
from tests.pairing.engine.strategies import instances
from tests.pairing.engine.test_market import proved
from tests.pairing.engine.test_sparse import random_instance

DRAWN = [family for family in FAMILIES if family != "people"]
ENOUGH, SHORT = (1, 2, 3), (1,)


class EnoughError(Exception):
    pass


@given(instances(most=9))
@settings(max_examples=150)
def test_searching_the_table_gives_the_optimum(instance):
    if clashing_locks(instance):
        return
    problem = make_problem(instance)
    market = Market.of(problem, solve_large(problem))
    assert proved(market)
    assert market.value() == Market.of(problem, solve_dense(problem)).value()


@given(st.integers(0, 10**6), st.sampled_from([1, 3, 30, 10**9]), st.booleans())
@settings(max_examples=40)
def test_middle_sizes_reach_the_optimum_from_either_side(seed, highest, short):
    problem = make_problem(random_instance(seed, 90, 170, highest, short))
    problem.free[seed % 90] = False
    market = Market.of(problem, solve_large(problem))
    assert proved(market)
    assert market.value() == Market.of(problem, solve_dense(problem)).value()


@pytest.mark.parametrize("capacities", [ENOUGH, SHORT])
@pytest.mark.parametrize("family", DRAWN)
def test_every_family_is_solved_and_proved(family, capacities):
    instance = scored(family, 600, 450, 1, capacities)
    result = solve(instance)
    assert result.stats["solver"] == "table"
    assert check(instance, result) == []


def test_a_search_that_was_put_aside_goes_on_where_it_stopped(monkeypatch):
    """A slow search is put aside, candidates run out of work, and the search ends the same."""
    problem = make_problem(scored("products", 700, 500, 1, SHORT))
    at_once = solve_large(problem)
    monkeypatch.setattr(large, "NEVER_PUT_ASIDE", 0)
    monkeypatch.setattr(large, "CANDIDATES", 6)
    assert not TableSearch(problem).run(put_aside_when_slow=True)
    assert sparse.solve_sparse(problem, 6 * problem.scores.size) is None
    again = solve_large(problem)
    assert again.solver == "table"
    for one, other in ((at_once.mate, again.mate), (at_once.u, again.u), (at_once.v, again.v)):
        assert np.array_equal(one, other)


def test_candidates_answer_where_they_get_there_first(monkeypatch):
    problem = make_problem(random_instance(1, 500, 400, 100, short=True))
    monkeypatch.setattr(large, "NEVER_PUT_ASIDE", 0)
    monkeypatch.setattr(large, "SLOW", 0)
    solution = solve_large(problem)
    assert solution.solver == "candidates"
    assert proved(Market.of(problem, solution))


@pytest.mark.parametrize("family", ["products", "low-rank", "one-side"])
def test_hard_scores_take_no_longer_than_the_dense_call(family):
    """Processor time, and far enough apart that a busy machine changes nothing."""
    instance = scored(family, 1_000, 700, 1, ENOUGH)
    slots = np.repeat(np.arange(700), instance.capacities)
    weights = np.where(instance.scores >= 0, instance.unit + instance.scores.astype(np.float64), 0)
    table = weights[:, slots]
    solve(scored(family, 600, 500, 1, ENOUGH))  # compiles
    ours = min(processor_time(lambda: solve(instance)) for _ in range(2))
    theirs = processor_time(lambda: linear_sum_assignment(table, maximize=True))
    assert ours < 1.2 * theirs


@pytest.mark.parametrize("objective", ["pairs-then-score", "score", "max-min", "stable"])
@pytest.mark.parametrize("size", [(40, 30), (700, 500)])
def test_a_solve_can_be_stopped(size, objective):
    instance = scored("products", *size, 1, ENOUGH)
    assert asked_while_solving(instance, objective) > 1
    with pytest.raises(EnoughError), stoppable(stop_after(1)):
        solve(instance, objective)


def test_a_hard_solve_asks_often_whether_to_go_on():
    solve(scored("products", 600, 500, 1, SHORT))  # compiles
    moments = [time.process_time()]
    with stoppable(lambda: moments.append(time.process_time())):
        solve(scored("products", 2_500, 1_700, 1, SHORT))
    assert max(np.diff(moments)) < 1


def test_scipy_is_left_behind_when_nobody_waits_any_more(monkeypatch):
    monkeypatch.setattr("pairing.engine.search.dense.NOT_LONG", 0)
    monkeypatch.setattr("pairing.engine.search.dense.SECONDS_BETWEEN_QUESTIONS", 0.01)
    problem = make_problem(scored("products", 1_200, 900, 1, ENOUGH))
    before = threading.active_count()
    with pytest.raises(EnoughError), stoppable(stop_after(1)):
        solve_dense(problem)
    assert threading.active_count() > before


def processor_time(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def asked_while_solving(instance, objective):
    asked = []
    with stoppable(lambda: asked.append(1)):
        solve(instance, objective)
    return len(asked)


def stop_after(times):
    asked = []

    def ask():
        asked.append(1)
        if len(asked) > times:
            raise EnoughError

    return ask
