from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.engine import OBJECTIVES, Instance, Result, check, solve
from tests.pairing.engine.strategies import instances

CONTENT = {
    "mentors": [{"id": "m0"}, {"id": "m1", "capacity": 2}, {"id": "m2"}],
    "mentees": [{"id": f"e{i}", "priority": 1 + i % 2} for i in range(5)],
    "scores": {
        "dense": [[9, 4, 2], [8, 8, None], [7, 3, 1], [5, None, 5], [2, 6, 6]],
    },
    "locks": [["e3", "m2"]],
    "vetoes": [["e4", "m2"]],
}


@pytest.fixture(params=OBJECTIVES)
def solved(request):
    instance = Instance.from_json(CONTENT)
    result = solve(instance, request.param)
    assert check(instance, result) == []
    return instance, result


def test_a_changed_pair_is_noticed(solved):
    instance, result = solved
    free = next(pair for pair in result.pairs if not pair.locked)
    others = tuple(pair for pair in result.pairs if pair != free)
    for mentor in {"m0", "m1", "m2", "m9"} - {free.mentor}:
        column = instance.column_of.get(mentor)
        score = int(instance.scores[instance.row_of[free.mentee], column]) if column else 0
        changed = replace(free, mentor=mentor, score=score)
        assert check(instance, replace(result, pairs=(*others, changed)))


def test_a_lost_pair_is_noticed(solved):
    instance, result = solved
    assert check(instance, replace(result, pairs=result.pairs[1:]))


def test_a_changed_price_is_noticed(solved):
    instance, result = solved
    proof = result.certificate
    for side in ("mentee_prices", "mentor_prices"):
        for name, price in getattr(proof, side).items():
            for wrong in (-1, 10**6, 0.5, "3", None, True):
                if price is None or wrong == price:
                    continue
                prices = {**getattr(proof, side), name: wrong}
                broken = replace(result, certificate=replace(proof, **{side: prices}))
                assert check(instance, broken)


def test_a_changed_bound_unit_or_veto_is_noticed(solved):
    instance, result = solved
    proof = result.certificate
    for wrong in (
        replace(proof, bound=proof.bound + 1),
        replace(proof, unit=proof.unit + 1),
        replace(proof, unit=1),
        replace(proof, vetoes=(("e0", "m0"),)),
        replace(proof, mentor_prices={}),
    ):
        assert check(instance, replace(result, certificate=wrong))


def test_a_changed_number_is_noticed(solved):
    instance, result = solved
    told = result.objective
    for wrong in (
        replace(told, pairs=told.pairs + 1),
        replace(told, score=told.score - 1),
        replace(told, minimum=None),
        replace(told, by_priority={}),
    ):
        assert check(instance, replace(result, objective=wrong))
    assert check(instance, replace(result, blocking_pairs=result.blocking_pairs + 1))


def test_another_instance_is_noticed(solved):
    _, result = solved
    for key, value in (
        ("seed", 7),
        ("locks", []),
        ("vetoes", []),
        ("mentors", [{"id": "m0"}, {"id": "m1"}, {"id": "m2"}]),
    ):
        other = Instance.from_json({**CONTENT, key: value})
        assert check(other, result) == ["The result belongs to another instance."]
        assert check(other, replace(result, instance=other.digest())) or key == "seed"


def test_a_worse_threshold_is_noticed():
    instance = Instance.from_json(CONTENT)
    result = solve(instance, "max-min")
    extra = result.certificate.extra
    for wrong in (
        {**extra, "threshold": extra["threshold"] + 1},
        {**extra, "threshold": extra["threshold"] - 1},
        {**extra, "above": None},
        {**extra, "above": extra["most"]},
        {},
    ):
        broken = replace(result.certificate, extra=wrong)
        assert check(instance, replace(result, certificate=broken))


@given(instances(), st.sampled_from(OBJECTIVES), st.data())
def test_no_other_pairing_passes_with_the_same_proof(instance, goal, data):
    """Whatever single pair is dropped, moved or added, the checker says no."""
    result = solve(instance, goal)
    free = [pair for pair in result.pairs if not pair.locked]
    if result.status == "infeasible" or not free:
        return
    victim = data.draw(st.sampled_from(free))
    pairs = tuple(pair for pair in result.pairs if pair != victim)
    assert check(instance, replace(result, pairs=pairs))


def test_false_infeasibility_is_noticed():
    instance = Instance.from_json(CONTENT)
    claimed = replace(solve(instance), status="infeasible", clashing_locks=(("e3", "m2"),))
    assert check(instance, claimed) == ["The named locks do not clash."]
    assert check(instance, replace(claimed, clashing_locks=()))


def test_a_result_of_somebody_else_needs_only_what_the_format_names():
    instance = Instance.from_json(CONTENT)
    content = solve(instance).to_json()
    named = ("status", "pairs", "unpaired", "objective", "certificate")
    told = {name: content[name] for name in named}
    told["certificate"] = {
        name: content["certificate"][name]
        for name in ("unit", "bound", "mentee_prices", "mentor_prices")
    }
    assert check(instance, Result.from_json(told)) == []
    told["certificate"]["bound"] += 1
    assert check(instance, Result.from_json(told))


def test_a_pairing_that_is_not_stable_cannot_keep_quiet_about_it():
    people = {"mentors": [{"id": "m0"}, {"id": "m1"}], "mentees": [{"id": "e0"}, {"id": "e1"}]}
    instance = Instance.from_json({**people, "scores": {"dense": [[9, 8], [8, 1]]}})
    content = solve(instance, "stable").to_json()
    best = solve(instance)
    assert best.blocking_pairs
    for told in ({"blocking_pairs": best.blocking_pairs}, {"blocking_pairs": -1}):
        claimed = {**content, "pairs": best.to_json()["pairs"], "unpaired": [
            {"mentee": one.mentee} for one in best.unpaired], **told,
            "objective": best.to_json()["objective"]}  # fmt: skip
        problems = check(instance, Result.from_json(claimed))
        assert any("called stable" in problem for problem in problems)
