import json
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from pairing.engine import OBJECTIVES, Instance, Result, check, solve
from tests.pairing.engine.brute import blocking, of_result, pairings, total, value, worst
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
def test_max_min_is_the_best_worst_pair_of_all_that_serve_as_many(instance):
    result = solve(instance, "max-min")
    assert check(instance, result) == []
    if result.status == "infeasible":
        return

    def worth(one):
        weighed, points = value(instance, one)
        return weighed, worst(instance, one), points

    best = max(worth(one) for one in pairings(instance))
    assert worth(of_result(instance, result)) == best


@given(instances(preferences=True))
def test_stable_leaves_nobody_who_would_rather_swap(instance):
    result = solve(instance, "stable")
    assert check(instance, result) == []
    if result.status == "optimal":
        closed = result.certificate.extra["stable_vetoes"]
        left = [
            cell
            for cell in blocking(instance, of_result(instance, result))
            if [instance.mentees[cell[0]], instance.mentors[cell[1]]] not in closed
        ]
        assert left == []


@given(instances(most=4, extras=False, preferences=True))
def test_stable_is_the_best_for_every_mentee(instance):
    """With a strict list for everyone there is one best stable pairing, for all mentees at once."""
    lists = instance.preferences
    if len(lists.mentees) < len(instance.mentees) or len(lists.mentors) < len(instance.mentors):
        return
    result = of_result(instance, solve(instance, "stable"))
    for other in pairings(instance):
        if not blocking(instance, other) and _acceptable(instance, other):
            for row, column in other.items():
                ranked = lists.mentees[instance.mentees[row]]
                rank = [ranked.index(instance.mentors[one]) for one in (result[row], column)]
                assert rank[0] <= rank[1]


@given(instances(preferences=True), st.sampled_from(OBJECTIVES))
def test_blocking_pairs_are_counted_right(instance, goal):
    result = solve(instance, goal)
    if result.status == "optimal" and not instance.same_person:
        assert result.blocking_pairs == len(blocking(instance, of_result(instance, result)))


@given(instances(preferences=True), st.sampled_from(OBJECTIVES), st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(instance, goal, random):
    content = instance.to_json()
    rows = list(range(len(instance.mentees)))
    columns = list(range(len(instance.mentors)))
    random.shuffle(rows)
    random.shuffle(columns)
    dense = content["scores"]["dense"]
    content["scores"]["dense"] = [[dense[i][j] for j in columns] for i in rows]
    content["mentees"] = [content["mentees"][i] for i in rows]
    content["mentors"] = [content["mentors"][j] for j in columns]
    for name in ("locks", "vetoes", "same_person"):
        random.shuffle(content[name])
    assert plain(solve(Instance.from_json(content), goal)) == plain(solve(instance, goal))


def _acceptable(instance, pairing):
    lists = instance.preferences
    return all(
        instance.mentors[column] in lists.mentees[instance.mentees[row]]
        and instance.mentees[row] in lists.mentors[instance.mentors[column]]
        for row, column in pairing.items()
    )


def plain(result):
    told = result.to_json()
    told["stats"].pop("seconds", None)
    return json.dumps(told)


@given(instances())
def test_a_result_survives_json(instance):
    result = solve(instance)
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, pairing.engine; print({'numpy', 'scipy', 'numba'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
