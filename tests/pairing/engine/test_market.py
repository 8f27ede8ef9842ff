from hypothesis import given
from hypothesis import strategies as st

from pairing.engine.search.market import Market
from pairing.engine.search.problem import clashing_locks, make_problem
from pairing.engine.solver import open_market
from tests.pairing.engine.strategies import instances


@given(instances(most=7))
def test_a_market_settles_from_nothing_to_the_optimum(instance):
    if clashing_locks(instance):
        return
    problem = make_problem(instance)
    market = Market.empty(problem)
    market.optimize()
    assert proved(market)
    assert market.value() == open_market(problem)[0].value()


@given(instances(most=7), st.data())
def test_a_market_settles_after_any_disturbance(instance, data):
    if clashing_locks(instance):
        return
    problem = make_problem(instance)
    market, _ = open_market(problem)
    rows, columns = problem.scores.shape
    for row in range(rows):
        for column in range(columns):
            if data.draw(st.integers(0, 4)) == 0:
                problem.scores[row, column] = data.draw(st.integers(-1, 3))
                market.raise_rows([row])
    for column in range(columns):
        market.places[column] = data.draw(st.integers(0, 2))
    market.optimize()
    assert proved(market)


def proved(market):
    weight = market.base[:, None] + market.scores
    allowed = (market.scores >= 0) & market.free[:, None]
    prices = market.u[:, None] + market.v[None, :]
    worth = market.u.sum() + (market.places * market.v).sum()
    return (
        (prices >= weight)[allowed].all()
        and (market.u >= 0).all()
        and (market.v >= 0).all()
        and (market.load <= market.places).all()
        and market.value() == worth
    )
