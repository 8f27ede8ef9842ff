import contextlib
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.engine import BadInput, Instance, check, solve
from pairing.engine import changes as do
from pairing.engine.state import State
from tests.pairing.engine.strategies import instances

GOALS = st.sampled_from(["pairs-then-score", "score"])
NAMES = {"e": st.integers(0, 7).map("e{}".format), "m": st.integers(0, 7).map("m{}".format)}
LINES = {side: st.dictionaries(NAMES[side], st.integers(0, 150), max_size=4) for side in "em"}
CHANGES = st.one_of(
    st.builds(do.Veto, NAMES["e"], NAMES["m"]),
    st.builds(do.Allow, NAMES["e"], NAMES["m"]),
    st.builds(do.Lock, NAMES["e"], NAMES["m"]),
    st.builds(do.Unlock, NAMES["e"], NAMES["m"]),
    st.builds(do.Capacity, NAMES["m"], st.integers(0, 3)),
    st.builds(do.MentorLeaves, NAMES["m"]),
    st.builds(do.MenteeLeaves, NAMES["e"]),
    st.builds(do.Priority, NAMES["e"], st.integers(1, 9)),
    st.builds(do.AddMentee, NAMES["e"], LINES["m"], st.integers(1, 9)),
    st.builds(do.AddMentor, NAMES["m"], LINES["e"], st.integers(0, 2)),
)


@given(instances(), GOALS, st.lists(st.lists(CHANGES, min_size=1, max_size=3), max_size=6))
def test_a_state_after_any_changes_equals_a_cold_solve(instance, goal, steps):
    try:
        state = State.solve(instance, goal)
    except BadInput:
        return
    for changes in steps:
        before = pairs(state)
        try:
            told = state.what_if(changes)
        except BadInput:
            assert pairs(state) == before
            continue
        assert pairs(state) == before
        assert check(state.instance, state.result()) == []
        assert told == state.apply(changes)
        check_difference(told, before, pairs(state))
        cold = solve(state.instance, goal)
        assert check(state.instance, state.result()) == []
        assert worth(state.result(), goal) == worth(cold, goal)


@given(instances(), st.data())
def test_new_weights_equal_a_cold_solve(instance, data):
    try:
        state = State.solve(instance)
    except BadInput:
        return
    scores = instance.scores.astype(np.int64)
    for cell in np.argwhere(scores >= 0):
        scores[tuple(cell)] = data.draw(st.integers(0, 500))
    state.apply([do.Rescore(scores)])
    result = state.result()
    assert check(replace(instance, scores=scores), result) == []
    assert worth(result, "") == worth(solve(state.instance), "")


@given(instances(), GOALS, st.lists(CHANGES, max_size=4), st.booleans())
def test_a_state_goes_on_from_a_result_with_its_pairs(instance, goal, changes, roomy):
    result = solve(instance, goal)
    if result.status == "infeasible":
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pairing.engine.state.WITHOUT_NUMBA", 10**6 if roomy else -1)
        state = State.from_result(instance, result)
    assert state.result().pairs == result.pairs
    assert check(instance, state.result()) == []
    for change in changes:
        with contextlib.suppress(BadInput):
            state.apply([change])
    assert check(state.instance, state.result()) == []
    assert worth(state.result(), goal) == worth(solve(state.instance, goal), goal)


@given(instances(), GOALS)
def test_a_stored_state_goes_on_where_it_was(instance, goal):
    try:
        state = State.solve(instance, goal)
    except BadInput:
        return
    again = State.from_bytes(state.to_bytes())
    assert again.result() == state.result()
    if instance.mentors:
        leaves = [do.MentorLeaves("m0")]
        assert again.apply(leaves) == state.apply(leaves)
        assert again.result() == state.result()


def test_bytes_that_are_no_state_are_refused():
    state = State.solve(Instance.from_json(TINY))
    content = state.to_bytes()
    for broken in (b"", b"PK", content[:-30], content.replace(b"mentees", b"mentoos")):
        with pytest.raises(BadInput, match="not a stored state"):
            State.from_bytes(broken)


def test_a_refused_change_leaves_everything_as_it_was():
    state = State.solve(Instance.from_json(TINY))
    before = state.result()
    with pytest.raises(BadInput, match="clash"):
        state.apply([do.Veto("e0", "m1"), do.Lock("e0", "m0"), do.Lock("e1", "m0")])
    assert state.result() == before


TINY = {
    "mentors": [{"id": "m0"}, {"id": "m1"}],
    "mentees": [{"id": "e0"}, {"id": "e1"}],
    "scores": {"dense": [[5, 3], [4, 1]]},
}


def pairs(state):
    return {pair.mentee: (pair.mentor, pair.score) for pair in state.result().pairs}


def worth(result, goal):
    told = result.objective
    return told.score if goal == "score" else (told.pairs, told.by_priority, told.score)


def check_difference(told, before, after):
    assert told.kept == sum(before.get(name, [None])[0] == held[0] for name, held in after.items())
    assert {move.mentee for move in told.unpaired} == before.keys() - after.keys()
    assert {move.mentee for move in told.paired} == after.keys() - before.keys()
    for move in told.moved:
        assert (move.before, move.after) == (before[move.mentee][0], after[move.mentee][0])
        assert move.points == after[move.mentee][1] - before[move.mentee][1]
    assert told.points == told.points_after - told.points_before
    assert told.points_after == sum(score for _, score in after.values())
    assert (told.pairs_before, told.pairs_after) == (len(before), len(after))


WEB = """
import sys
import numpy as np
from pairing.engine import Instance, State, changes as do
from pairing.engine.reasons import explain

rng = np.random.default_rng(1)
instance = Instance(
    mentees=tuple(f"e{i}" for i in range(600)),
    mentors=tuple(f"m{j}" for j in range(400)),
    scores=rng.integers(-1, 100, (600, 400)),
    priorities=np.ones(600, dtype=np.int64),
    capacities=np.full(400, 2),
)
state = State.solve(instance)
pair = state.result().pairs[0]
state.what_if([do.Veto(pair.mentee, pair.mentor)])
state.what_if([do.Rescore(np.maximum(instance.scores // 2, -1))])
state.apply([do.AddMentee("new", {"m1": 5})])
explain.pair(State.from_bytes(state.to_bytes()), pair.mentee, pair.mentor)
print("numba" in sys.modules)
"""


def test_nothing_a_page_asks_of_a_state_loads_numba():
    told = subprocess.run([sys.executable, "-c", WEB], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@given(instances(), GOALS, st.lists(CHANGES, min_size=1, max_size=4))
def test_a_copy_changes_nothing_of_the_state_it_came_from(instance, goal, changes):
    try:
        state = State.solve(instance, goal)
    except BadInput:
        return
    before = state.to_bytes()
    other = state.copy()
    assert pairs(other) == pairs(state)
    for change in changes:
        with contextlib.suppress(BadInput):
            other.apply([change])
    assert state.to_bytes() == before


def test_a_state_solved_densely_is_the_same():
    rng = np.random.default_rng(4)
    instance = Instance(
        mentees=tuple(f"e{n}" for n in range(30)),
        mentors=tuple(f"m{n}" for n in range(20)),
        scores=rng.integers(-1, 90, (30, 20)),
        priorities=np.ones(30, dtype=np.int64),
        capacities=np.ones(20, dtype=np.int64),
    )
    sparse, dense = State.solve(instance, most_dense=0), State.solve(instance, most_dense=10**6)
    assert pairs(sparse) == pairs(dense)
