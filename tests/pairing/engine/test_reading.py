"""Bad input ends in one clear line. Most of these instances are broken by hypothesis."""

import contextlib
import copy
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.engine import BadInput, Instance, Result, check, solve
from tests.pairing.engine.strategies import contents

GOOD = {
    "mentors": [{"id": "m0", "capacity": 2}, {"id": "m1"}],
    "mentees": [{"id": "e0", "priority": 2}, {"id": "e1"}],
    "scores": {"dense": [[1, 2], [3, None]]},
    "locks": [["e0", "m1"]],
    "vetoes": [["e0", "m0"]],
    "same_person": [["e1", "m0"]],
    "preferences": {"mentees": {"e0": ["m1"]}, "mentors": {}},
    "seed": 3,
}

BROKEN = [
    (["mentors", 0, "id"], 5, "mentors[0].id must be a text"),
    (["mentors", 1, "id"], "m0", "mentor id given twice: 'm0'"),
    (["mentors", 0, "capacity"], -1, "capacity of 'm0' must be 0 to 1000000, not -1"),
    (["mentors", 0, "capacity"], 1.5, "capacity of 'm0' must be a whole number, not 1.5"),
    (["mentors", 0, "capacity"], True, "capacity of 'm0' must be a whole number, not True"),
    (["mentees", 0, "priority"], 10, "priority of 'e0' must be 1 to 9, not 10"),
    (["mentees"], None, "mentees must be a list"),
    (["mentees", 1], "e1", "mentees[1] must be an object with an id"),
    (["scores"], {}, "scores must hold exactly one of dense, sparse and npy"),
    (["scores"], [], "scores must be an object with dense, sparse or npy"),
    (["scores", "dense"], [[1, 2]], "scores.dense has 1 rows for 2 mentees"),
    (["scores", "dense", 1], [3], "scores.dense[1] has 1 numbers for 2 mentors"),
    (["scores", "dense", 0, 1], -2, "scores.dense[0]: -2 is out of range"),
    (["scores", "dense", 0, 1], 2.5, "scores.dense[0][1] must be a whole number or null, not 2.5"),
    (["scores", "dense", 0, 1], float("nan"), "must be a whole number or null, not nan"),
    (["scores"], {"sparse": [[0, 0, 1], [0, 0, 2]]}, "scores.sparse[1] repeats a pair"),
    (["scores"], {"sparse": [[0, 2, 1]]}, "scores.sparse[0] mentor must be 0 to 1, not 2"),
    (["scores"], {"npy": "../secret.npy"}, "scores.npy must name a file beside the instance"),
    (["scores"], {"npy": "none.npy"}, "scores.npy: cannot read 'none.npy' as a matrix"),
    (["locks", 0], ["e9", "m1"], "locks: unknown mentee 'e9'"),
    (["locks", 0], ["e0"], "locks[0] must be [mentee id, mentor id]"),
    (["locks", 0], ["e0", "m0"], "locks: 'e0' with 'm0' is not an allowed pair"),
    (["locks", 0], ["e1", "m1"], "locks: 'e1' with 'm1' is not an allowed pair"),
    (["vetoes", 0], ["e0", "m9"], "vetoes: unknown mentor 'm9'"),
    (["same_person"], [["e1", "m0"], ["e0", "m0"]], "same_person: 'm0' is two people"),
    (["preferences"], {"mentees": {"e0": ["m1", "m1"]}}, "preferences of 'e0' name someone twice"),
    (["preferences"], {"mentors": {"m0": ["e7"]}}, "preferences of 'm0' name unknown 'e7'"),
    (["preferences"], {"mentors": {"m0": "e1"}}, "preferences.mentors: 'm0' must have a list"),
    (["seed"], "1", "seed must be a whole number, not '1'"),
    (["lock"], [], "unknown key 'lock'; did you mean 'locks'?"),
]


@pytest.mark.parametrize(("path", "value", "message"), BROKEN)
def test_each_mistake_has_its_line(path, value, message):
    content = copy.deepcopy(GOOD)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(BadInput) as caught:
        Instance.from_json(content)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_good_instance_survives_json():
    instance = Instance.from_json(GOOD)
    again = Instance.from_json(json.loads(json.dumps(instance.to_json())))
    assert again.digest() == instance.digest()
    assert again.to_json() == instance.to_json()


def test_a_matrix_beside_the_instance_is_the_same_instance(tmp_path):
    np.save(tmp_path / "table.npy", np.array([[1, 2], [3, 99]], dtype=np.uint8))
    content = {**GOOD, "scores": {"npy": "table.npy", "forbidden": 99}}
    assert Instance.from_json(content, tmp_path).digest() == Instance.from_json(GOOD).digest()
    sparse = {"sparse": [[1, 0, 3], [0, 0, 1], [0, 1, 2]]}
    assert (
        Instance.from_json({**GOOD, "scores": sparse}).digest() == Instance.from_json(GOOD).digest()
    )


@pytest.mark.parametrize(
    "table",
    [np.array([[1.5, 2], [3, 4]]), np.array([[1, 2, 3]]), np.array([[1, -7], [3, 4]]),
     np.array([[1, 2], [3, 2 * 10**9]]), np.array(["a"]), np.array([None], dtype=object)],
)  # fmt: skip
def test_a_wrong_matrix_is_refused(tmp_path, table):
    np.save(tmp_path / "table.npy", table, allow_pickle=True)
    with pytest.raises(BadInput):
        Instance.from_json({**GOOD, "scores": {"npy": "table.npy"}}, tmp_path)


@contextlib.contextmanager
def one_line_if_bad():
    """Nothing but BadInput may come out, and it is one line."""
    with contextlib.suppress(BadInput):
        try:
            yield
        except BadInput as error:
            one_line = "\n" not in str(error)
            if not one_line:
                raise AssertionError(str(error)) from error
            raise


JUNK = (
    None, True, False, -1, 0, 1, 7, 10**40, -(10**40), 0.5, float("nan"), float("inf"), "", "e0",
    "m0", "m1", "x\ny", "\ud800", "dense", [], {}, [None], [[]], ["e0", "m0"], [["e0", "m1"]], {"id": "e0"},
    {"dense": []}, {"npy": "a"}, {"npy": "."}, {"sparse": [[0, 0, 0]]}, [[1, 2], [3, 4]], {"e0": ["m0"]},
)  # fmt: skip


def places_in(content, path=()):
    """Every place of a nested value, so that any of them can be broken."""
    yield path
    if not isinstance(content, dict | list):
        return
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(value, dict | list):
            yield from places_in(value, (*path, key))
        else:
            yield (*path, key)


@given(st.lists(contents(preferences=True, most=3), min_size=1, max_size=3), st.integers(0, 2**32))
@settings(max_examples=100)
def test_ten_thousand_broken_instances_end_in_one_line(originals, seed):
    """Hypothesis makes the instances and a seed, a hundred of each are broken in random places."""
    rng = random.Random(seed)
    for place in range(100):
        content = copy.deepcopy(originals[place % len(originals)])
        for _ in range(rng.randint(1, 2)):
            content = broken(content, rng)
        with one_line_if_bad():
            instance = Instance.from_json(content)
            if place % 5 == 0:
                assert solve(instance).status in ("optimal", "infeasible")


def broken(content, rng):
    path = rng.choice(list(places_in(content)))
    value = copy.deepcopy(rng.choice(JUNK))
    if not path:
        return value
    place = content
    for key in path[:-1]:
        place = place[key]
    if rng.random() < 0.8:
        place[path[-1]] = value
    else:
        del place[path[-1]]
    return content


@given(st.integers(0, 2**32))
@settings(max_examples=100)
def test_broken_results_end_in_one_line(seed):
    rng = random.Random(seed)
    good = json.dumps(solve(Instance.from_json(GOOD)).to_json())
    for _ in range(10):
        content = broken(json.loads(good), rng)
        with one_line_if_bad():
            problems = check(Instance.from_json(GOOD), Result.from_json(content))
            assert all("\n" not in problem for problem in problems)
