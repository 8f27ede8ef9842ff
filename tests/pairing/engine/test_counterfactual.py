from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.engine.reasons.counterfactual import FAR, losses
from pairing.engine.reasons.counterfactual_compiled import by_mentor, distances
from pairing.engine.search.problem import clashing_locks, make_problem
from pairing.engine.solver import open_market
from tests.pairing.engine.strategies import instances
from tests.pairing.engine.test_sparse import random_instance


@given(instances(most=6), st.booleans())
def test_every_counterfactual_of_every_mentee_equals_a_forced_solve(instance, by_score):
    if clashing_locks(instance):
        return
    problem = make_problem(instance, 0 if by_score else None)
    market, _ = open_market(problem)
    best = market.value()
    for row in np.flatnonzero(problem.free):
        lost = losses(market, row)
        for column in range(len(problem.places)):
            if problem.scores[row, column] < 0 or problem.places[column] < 1:
                assert lost[column] == FAR
            else:
                assert lost[column] == best - forced(problem, row, column)


@given(instances(most=7))
def test_the_compiled_search_finds_the_same_losses(instance):
    if clashing_locks(instance):
        return
    market, _ = open_market(make_problem(instance))
    for row in np.flatnonzero(market.free):
        lost = losses(market, row)
        other = distances(market, row)
        line = market.scores[row]
        slack = market.v - line + market.u[row] - market.base[row]
        known = (lost < FAR) & (np.arange(len(lost)) != market.mate[row])
        assert np.array_equal((slack + other)[known], lost[known])


@given(st.integers(0, 10**6), st.sampled_from([3, 100, 10**9]), st.booleans())
@settings(max_examples=12)
def test_the_compiled_search_agrees_over_many_stretches(seed, highest, short):
    market, _ = open_market(make_problem(random_instance(seed, 150, 90, highest, short)))
    for row in range(0, 150, 30):
        lost = losses(market, row)
        line, other = market.scores[row], distances(market, row)
        slack = market.v - line + market.u[row] - market.base[row]
        known = (lost < FAR) & (np.arange(len(lost)) != market.mate[row])
        assert np.array_equal((slack + other)[known], lost[known])


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64])
@pytest.mark.parametrize("shape", [(1, 1), (257, 129), (300, 7), (0, 3), (5, 700)])
@pytest.mark.parametrize("threads", ["1", "3"])
def test_the_table_is_turned_whole(kind, shape, threads, monkeypatch):
    monkeypatch.setenv("ENGINE_THREADS", threads)
    market, _ = open_market(make_problem(random_instance(1, 4, 4, 9, short=False)))
    market.scores = np.arange(shape[0] * shape[1]).astype(kind).reshape(shape)
    assert np.array_equal(by_mentor(market), market.scores.T)


def forced(problem, row, column):
    """The best value with this pair taken out as if it were locked."""
    free, places = problem.free.copy(), problem.places.copy()
    free[row] = False
    places[column] -= 1
    market, _ = open_market(replace(problem, free=free, places=places))
    return market.value() + int(problem.base[row]) + int(problem.scores[row, column])
