"""Why somebody was not paired: true, and nothing in it about anybody else."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing.engine import solve
from pairing.engine.scoring import HARD, PairLists, Person, RuleChoice, Rules, default_weights
from pairing.models import Unpaired
from pairing.rules import reasons, remedies
from pairing.runs import calculation
from pairing.runs.cohort import Entries
from programs.models.called import Called

WEEK = date(2021, 7, 5)
PLAIN = Called.plainly()
ZONES = ["Europe/Lisbon", "Asia/Tokyo", "America/Los_Angeles"]
AIMS = ["pairs-then-score", "score", "max-min", "stable"]


def entries(mentees, mentors, **lists):
    rules = Rules({"time_zones": RuleChoice(number=3), "common_language": HARD}, shortage="off")
    return Entries(mentees, mentors, rules, default_weights(), PairLists(**lists), PLAIN)


def solved(mentees, mentors, aim="pairs-then-score", **lists):
    return calculation.solve_entries(
        entries(mentees, mentors, **lists),
        week=WEEK,
        seed=1,
        objective=aim,
        beat=lambda _step: None,
    )


def told(found, mentee):
    for one in calculation.left_out(found):
        if one.application == int(mentee):
            row = Unpaired(reason=one.reason, details=one.details)
            return reasons.for_person(reasons.of_run(row), side="mentee", called=PLAIN), one
    raise AssertionError("is paired")


def words(said):
    return " ".join([said.reason, said.change, *(what for _n, what in said.counts)])


@st.composite
def people(draw, prefix, first):
    """Everything they say is a word that occurs nowhere else, so that a leak would show."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        own = f"{prefix}{number}"
        division = draw(st.sampled_from([f"{own}division", "shareddivision"]))
        language = draw(st.sampled_from([f"{own}language", "sharedlanguage"]))
        found.append(
            Person(
                id=str(first + number),
                person_id=str(first + number + 5000),
                division=division,
                department=f"{own}department",
                zone=draw(st.sampled_from(ZONES)),
                languages=frozenset({language}),
                manager_id=draw(st.sampled_from(["", "76101", "76201"])),
                focus=(f"{own}focus",),
                text=f"{own}goal",
                wants_async=draw(st.booleans()),
                late=draw(st.booleans()),
                tier=draw(st.integers(1, 3)),
            )
        )
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mentees=people("mentee", 71101), mentors=people("mentor", 71201), aim=st.sampled_from(AIMS))
def test_nothing_about_anybody_else_is_in_the_reason(mentees, mentors, aim):
    found = solved(mentees, mentors, aim)
    everybody = {one.id: one for one in (*mentees, *mentors)}
    sides = {one.id: "mentee" for one in mentees} | {one.id: "mentor" for one in mentors}
    for one in calculation.left_out(found):
        row = Unpaired(reason=one.reason, details=one.details)
        said = words(
            reasons.for_person(reasons.of_run(row), side=sides[str(one.application)], called=PLAIN)
        )
        kept = json.dumps(one.details)
        for other in everybody.values():
            private = {
                other.id,
                other.person_id,
                other.division,
                other.department,
                other.zone,
                *other.languages,
                *other.focus,
                other.text,
            }
            assert not [word for word in private if word in said or word in kept]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mentees=people("mentee", 71101), mentors=people("mentor", 71201))
def test_what_is_said_to_help_would_have_helped(mentees, mentors):
    """Make the change in the applications themselves, and solve everything anew."""
    found = solved(mentees, mentors)
    for one in calculation.left_out(found):
        mentee = str(one.application)
        if one.details.get("async_helps"):
            changed = [_but(row, mentee, wants_async=True) for row in mentees]
            assert mentee in _paired(changed, mentors, found)


def _but(row, mentee, **changes):
    return (
        Person(**{name: getattr(row, name) for name in Person.__slots__} | changes)
        if (row.id == mentee)
        else row
    )


def _paired(mentees, mentors, before):
    """Everybody who has a mentor in some best pairing: a tie may fall either way."""
    cohort = calculation.cohort_of(entries(mentees, mentors), week=WEEK, seed=1)
    after = solve(cohort.instance)
    assert len(after.pairs) >= len(before.result.pairs)
    state = remedies.state_of(cohort.instance, after, "pairs-then-score")
    could = {pair.mentee for pair in after.pairs}
    for one in after.unpaired:
        told_of = remedies.explain.all_costs(state, one.mentee)
        could |= {one.mentee for cost in told_of.values() if cost.tier_units == 0}
    return could


def mentor(number, **more):
    return Person(id=str(number), person_id=f"p{number}", division=f"d{number}", **more)


def test_own_readiness_to_write_is_named_first_where_it_would_have_paired():
    far = Person(id="1", person_id="p1", division="d", zone="Asia/Tokyo")
    near = Person(id="2", person_id="p2", division="e", zone="America/New_York")
    one = mentor(11, zone="America/New_York", wants_async=True)
    other = mentor(12, zone="America/New_York", wants_async=True)
    said, row = told(solved([far, near], [one, other]), "1")
    assert row.details["async_helps"]
    assert "Working in writing" in said.change
    assert [count for count, _words in said.counts] == [2]


def test_place_is_named_where_it_would_go_to_this_person():
    first = Person(id="1", person_id="p1", division="x", tier=2)
    second = Person(id="2", person_id="p2", division="y")
    third = Person(id="3", person_id="p3", division="z", late=True)
    found = solved([first, second, third], [mentor(11)])
    said, row = told(found, "2")
    assert row.details["place_helps"]
    assert said.change == "One more place with one of these mentors."
    said, row = told(found, "3")
    assert not row.details["place_helps"]
    assert said.change == "More places with these mentors."


def test_time_is_named_where_it_would_have_helped():
    late = Person(id="1", person_id="p1", division="x", tier=1, late=True, level=5)
    tier = [Person(id="2", person_id="p2", division="y", tier=1)]
    best = mentor(11, focus=("a",))
    late = Person(id="1", person_id="p1", division="x", tier=1, late=True, focus=("a",))
    said, row = told(solved([late, *tier], [best]), "1")
    assert row.details["in_time_helps"]
    assert said.change == "Applying before the call closes."


@pytest.mark.parametrize("rule", ["manager", "earlier"])
def test_manager_or_earlier_partner_is_never_said_to_have_applied(rule):
    boss = mentor(11)
    person = Person(
        id="1", person_id="p1", division="x", manager_id="p11" if rule == "manager" else ""
    )
    lists = {"previous": frozenset({("p11", "p1")})} if rule == "earlier" else {}
    said, row = told(solved([person], [boss], **lists), "1")
    assert row.reason == "rules"
    assert said.counts == []
    assert not any(word in words(said) for word in ("manager", "report", "earlier", "partner"))
