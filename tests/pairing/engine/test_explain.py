from dataclasses import asdict, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.engine import BadInput, check, solve
from pairing.engine import changes as do
from pairing.engine.reasons import cycle, explain
from pairing.engine.repair import repairs
from pairing.engine.scoring import Rules
from pairing.engine.state import State
from tests.pairing.engine.brute import pairings, value
from tests.pairing.engine.people import cohort
from tests.pairing.engine.strategies import instances

SEEDS = st.integers(0, 10**6)


def solved(instance):
    try:
        return State.solve(instance)
    except BadInput:
        return None


@given(instances())
def test_costs_of_alternatives_are_those_of_a_locked_solve(instance):
    state = solved(instance)
    for mentee in state.instance.mentees if state else ():
        now = state.result()
        for other in explain.alternatives(state, mentee, most=3):
            locks = [lock for lock in instance.locks if lock[0] != mentee]
            locked = replace(instance, locks=(*locks, (mentee, other.mentor)))
            told = solve(locked)
            assert other.cost.points == now.objective.score - told.objective.score
            assert other.cost.tier_units == tiers(now) - tiers(told)


@given(instances())
def test_a_pair_tells_its_ranks_and_what_forbidding_it_costs(instance):
    state = solved(instance)
    for pair in state.result().pairs if state else ():
        told = explain.pair(state, pair.mentee, pair.mentor)
        scores = state.instance.allowed[state.instance.row_of[pair.mentee]]
        assert told.rank_for_mentee == sum(score > pair.score for score in scores) + 1
        locks = tuple(lock for lock in instance.locks if lock != (pair.mentee, pair.mentor))
        vetoes = (*instance.vetoes, (pair.mentee, pair.mentor))
        forbidden = solve(replace(instance, vetoes=vetoes, locks=locks))
        assert told.without.points_after == forbidden.objective.score
        assert told.without.pairs_after == forbidden.objective.pairs


@given(instances())
def test_a_shortage_is_a_set_nobody_else_may_serve(instance):
    state = solved(instance)
    if state is None:
        return
    proofs = cycle.shortages(state)
    unpaired = {entry.mentee for entry in state.result().unpaired if entry.allowed_mentors}
    named = {mentee for proof in proofs for mentee in proof.mentees}
    places = dict(zip(state.instance.mentors, state.instance.capacities, strict=True))
    for mentor in (mentor for _, mentor in instance.locks):
        places[mentor] -= 1
    if not instance.same_person:
        for proof in proofs:
            assert proof.places == sum(places[mentor] for mentor in proof.mentors)
            assert proof.short_by == len(proof.mentees) - proof.places > 0
            for mentee in proof.mentees:
                allowed = {
                    mentor
                    for mentor in state.instance.mentors
                    if state.instance.is_allowed(mentee, mentor) and places[mentor]
                }
                assert allowed <= set(proof.mentors)
        if proofs:
            assert named & unpaired


@given(SEEDS)
def test_remedies_of_an_unpaired_mentee_do_what_they_say(seed):
    people = cohort(seed, mentors=5)
    state = State.solve(people.instance)
    for entry in state.result().unpaired:
        told = explain.unpaired(state, entry.mentee, people)
        assert [claim.mentor for claim in told.claims] == sorted_by_score(state, entry.mentee)
        for remedy in told.remedies:
            after = State.from_bytes(state.to_bytes())
            assert after.apply(remedy.changes) == remedy.difference
            assert entry.mentee in after.result().mentor_of
        removed = {mentor for mentors in told.removed.values() for mentor in mentors}
        assert removed | {claim.mentor for claim in told.claims} == set(people.instance.mentors)


@given(SEEDS)
def test_the_relaxation_menu_is_what_a_new_solve_would_give(seed):
    people = cohort(seed, mentors=5, rules=Rules(shortage="off"))
    state = State.solve(people.instance)
    for entry in cycle.relaxations(state, people):
        scores = people.scores_without(entry.rule)
        told = solve(replace(people.instance, scores=scores)).objective
        assert (entry.off.pairs_after, entry.off.points_after) == (told.pairs, told.score)
        if entry.one is not None:
            assert (entry.one.tier_units, entry.one.points) > (0, 0)
            assert entry.off.tier_units >= entry.one.tier_units
            assert [one.rule for one in people.rules_refusing(entry.mentee, entry.mentor)] == [
                entry.rule
            ]


@given(SEEDS)
def test_fairness_counts_everyone_once(seed):
    people = cohort(seed)
    state = State.solve(people.instance)
    told = cycle.fairness(state, people)
    result = state.result()
    for groups in told.groups.values():
        assert sum(group.people for group in groups) == len(people.instance.mentees)
        assert sum(group.paired for group in groups) == len(result.pairs)
    if result.pairs:
        assert told.worst[2] == result.objective.minimum
        assert result.mentor_of[told.worst[0]] == told.worst[1]
    assert asdict(told)


def test_recruits_are_worth_what_one_more_place_is():
    people = cohort(3, mentees=20, mentors=4)
    state = State.solve(people.instance)
    found = cycle.recruits(state, people)
    assert found
    for recruit in found:
        places = state.instance.capacities[state.instance.column_of[recruit.like]]
        assert recruit.difference == state.what_if([do.Capacity(recruit.like, int(places) + 1)])
    gains = [recruit.difference.tier_units for recruit in found]
    assert gains == sorted(gains, reverse=True)


@given(instances(), st.data())
def test_repairs_trade_disturbance_against_value(instance, data):
    result = solve(instance)
    if result.status == "infeasible" or not instance.mentors:
        return
    published = {pair.mentee: pair.mentor for pair in result.pairs if not pair.locked}
    state = State.solve(instance)
    state.apply([do.MentorLeaves(data.draw(st.sampled_from(instance.mentors)))])
    now = state.instance
    found = repairs(now, published)
    locked = {mentee for mentee, _ in now.locks}
    options = [named(now, one) for one in pairings(now)]
    possible = {
        mentee: mentor
        for mentee, mentor in published.items()
        if now.is_allowed(mentee, mentor) and mentee not in locked
    }
    kept = [
        sum(one.get(mentee) == mentor for mentee, mentor in possible.items()) for one in options
    ]
    worths = [worth(now, one) for one in options]
    first, last = found[0], found[-1]
    most_kept = max(kept)
    assert kept_by(first.mentor_of, possible) == most_kept
    best = max(w for w, count in zip(worths, kept, strict=True) if count == most_kept)
    assert worth(now, first.mentor_of) == best
    assert worth(now, last.mentor_of) == max(worths)
    for one, following in pairwise(found):
        assert one.disturbed < following.disturbed
        assert worth(now, one.mentor_of) < worth(now, following.mentor_of)


def test_questions_about_the_wrong_people_are_refused():
    people = cohort(1)
    state = State.solve(people.instance)
    pair = state.result().pairs[0]
    with pytest.raises(BadInput, match="unknown mentee"):
        explain.alternatives(state, "nobody")
    with pytest.raises(BadInput, match="is paired"):
        explain.unpaired(state, pair.mentee)
    other = min(set(people.instance.mentors) - {pair.mentor})
    with pytest.raises(BadInput, match="not paired"):
        explain.pair(state, pair.mentee, other)
    assert check(state.instance, state.result()) == []


def tiers(result):
    return sum(int(tier) * count for tier, count in result.objective.by_priority.items())


def sorted_by_score(state, mentee):
    scores = state.instance.allowed[state.instance.row_of[mentee]]
    order = [state.instance.mentors[place] for place in state.problem.columns]
    allowed = [name for name in order if scores[state.instance.column_of[name]] >= 0]
    return sorted(allowed, key=lambda name: -scores[state.instance.column_of[name]])


def named(instance, pairing):
    return {instance.mentees[row]: instance.mentors[column] for row, column in pairing.items()}


def worth(instance, mentor_of):
    cells = {instance.row_of[e]: instance.column_of[m] for e, m in mentor_of.items()}
    return value(instance, cells)


def kept_by(mentor_of, possible):
    return sum(mentor_of.get(mentee) == mentor for mentee, mentor in possible.items())
