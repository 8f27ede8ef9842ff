"""Middle sizes against OR-tools, and a published answer."""

import os
from itertools import product

import numpy as np
import pytest

from pairing.engine import Instance, check, solve
from pairing.engine.search.problem import make_problem
from pairing.engine.search.sparse import solve_sparse
from tests.pairing.engine.test_market import proved
from tests.pairing.engine.test_sparse import NO_LIMIT, instance_of, random_instance

try:
    import ortools.graph.python.min_cost_flow as oracle
except ImportError:
    oracle = None

needs_oracle = pytest.mark.skipif(
    oracle is None and os.environ.get("ORACLE_TESTS") != "required",
    reason="OR-tools is not installed",
)
SIZES = [(40, 60), (150, 110), (400, 300)]


@pytest.mark.oracle
@needs_oracle
@pytest.mark.parametrize(
    ("size", "highest", "short", "goal"),
    [*product(SIZES, [3, 100], [True, False], ["pairs-then-score", "score"])],
)
def test_or_tools_finds_nothing_better(size, highest, short, goal):
    instance = random_instance(size[0] + highest, *size, highest, short)
    result = solve(instance, goal)
    assert check(instance, result) == []
    assert result.certificate.bound == flow_value(instance, result.certificate.unit)


@pytest.mark.oracle
@needs_oracle
def test_the_compiled_solver_agrees_at_a_thousand_people():
    instance = random_instance(7, 1000, 700, 100, short=True)
    problem = make_problem(instance)
    solution = solve_sparse(problem, NO_LIMIT)
    worth = solution.u.sum() + (problem.places * solution.v).sum()
    assert worth == flow_value(instance, instance.unit)


def flow_value(instance, unit):
    """The best objective by min-cost flow over every allowed pair."""
    people, mentors = instance.scores.shape
    rows, columns = np.nonzero(instance.allowed >= 0)
    weights = unit * instance.priorities[rows] + instance.scores[rows, columns]
    source, sink = people + mentors, people + mentors + 1
    everyone, places = np.arange(people), np.arange(mentors) + people
    arcs = [
        (np.full(people, source), everyone, np.ones(people), np.zeros(people)),
        (rows, columns + people, np.ones(len(rows)), -weights),
        (places, np.full(mentors, sink), instance.capacities, np.zeros(mentors)),
        (everyone, np.full(people, sink), np.ones(people), np.zeros(people)),
    ]
    solver = oracle.SimpleMinCostFlow()
    columns_of_arcs = (np.concatenate(part).astype(np.int64) for part in zip(*arcs, strict=True))
    solver.add_arcs_with_capacity_and_unit_cost(*columns_of_arcs)
    solver.set_nodes_supplies([source, sink], [people, -people])
    assert solver.solve() == solver.OPTIMAL
    return -solver.optimal_cost()


# Munkres' example as printed in many textbooks: costs, of which the least sum is 140 for the four
# jobs (scores here are 120 minus the cost).
JOBS = [[82, 83, 69, 92], [77, 37, 49, 92], [11, 69, 5, 86], [8, 9, 98, 23]]


def test_a_textbook_assignment_has_its_published_answer():
    instance = Instance.from_json(
        {
            "mentors": [{"id": f"job {j}"} for j in range(4)],
            "mentees": [{"id": f"worker {i}"} for i in range(4)],
            "scores": {"dense": [[120 - cost for cost in line] for line in JOBS]},
        }
    )
    for goal in ("pairs-then-score", "score"):
        assert 4 * 120 - solve(instance, goal).objective.score == 140


def test_the_stable_marriages_of_gale_and_shapley_1962():
    """Their first example: with mentees proposing, everybody gets their first choice."""
    ranks = {"A": "abc", "B": "bca", "C": "cab"}
    back = {"a": "BCA", "b": "CAB", "c": "ABC"}
    instance = Instance.from_json(
        {
            "mentors": [{"id": name} for name in back],
            "mentees": [{"id": name} for name in ranks],
            "scores": {"dense": [[1] * 3] * 3},
            "preferences": {
                "mentees": {name: list(ranked) for name, ranked in ranks.items()},
                "mentors": {name: list(ranked) for name, ranked in back.items()},
            },
        }
    )
    assert solve(instance, "stable").mentor_of == {"A": "a", "B": "b", "C": "c"}


def test_weights_too_large_for_exact_floats_take_the_other_solver(monkeypatch):
    scores = np.full((60, 60), 10**9 - 5)
    scores[:2, :2] = [[10**9, 10**9 - 1], [10**9 - 1, 10**9 - 3]]
    instance = instance_of(scores, np.full(60, 40), np.arange(60) % 9 + 1)
    monkeypatch.setattr("pairing.engine.search.dense.EXACT_IN_FLOAT", 2**40)
    result = solve(instance)
    assert check(instance, result) == []
    assert result.stats["solver"] == "table"
    assert result.objective.score == 10**9 + 10**9 - 1 + 58 * (10**9 - 5)


def test_the_market_of_a_random_instance_is_proved():
    from pairing.engine.solver import open_market

    assert proved(open_market(make_problem(random_instance(3, 80, 60, 9, short=True)))[0])
