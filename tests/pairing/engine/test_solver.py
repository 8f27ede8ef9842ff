import json
import subprocess
import sys

from hypothesis import given

from pairing.engine import Result, check, solve
from tests.pairing.engine.brute import of_result, pairings, total, value
from tests.pairing.engine.strategies import instances


@given(instances())
def test_pairs_then_score_is_the_best_of_all_pairings(instance):
    result = solve(instance)
    best = max((value(instance, one) for one in pairings(instance)), default=None)
    if best is None:
        assert result.status == "infeasible"
        assert result.clashing_locks
    else:
        assert value(instance, of_result(instance, result)) == best
    assert check(instance, result) == []


@given(instances())
def test_score_is_the_highest_of_all_pairings(instance):
    result = solve(instance, "score")
    best = max((total(instance, one) for one in pairings(instance)), default=None)
    if best is not None:
        assert total(instance, of_result(instance, result)) == best
    assert check(instance, result) == []


@given(instances())
def test_a_result_survives_json(instance):
    result = solve(instance)
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, pairing.engine; print({'numpy', 'scipy', 'numba'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
