import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.engine import BadInput, check, solve
from pairing.engine.scoring import (
    HARD,
    OFF,
    PairLists,
    Person,
    RuleChoice,
    Rules,
    addends,
    blocks,
    build,
    default_weights,
)
from pairing.engine.scoring.compiled import score_compiled
from pairing.engine.scoring.criteria import MOST_WEIGHT, Setting, criteria
from pairing.engine.scoring.hours import in_common, overlaps
from pairing.engine.scoring.layers import spread
from pairing.engine.scoring.rules import MOST_POINTS, Circumstances, rules
from pairing.engine.scoring.text import features, stem
from pairing.engine.scoring.weights import points_of
from pairing.engine.values.terms import FORBIDDEN
from tests.pairing.engine.people import WEEK, cohort, person

SEEDS = st.integers(0, 10**6)
CHOICES = st.sampled_from([OFF, HARD, RuleChoice("soft", 5), RuleChoice("soft", 60)])
RULES = st.builds(
    Rules,
    st.dictionaries(st.sampled_from([rule.key for rule in rules() if rule.is_optional]), CHOICES),
    shortage=st.sampled_from(["all", "as few as possible", "off"]),
)
WEIGHTS = st.fixed_dictionaries({name: st.integers(0, 9) for name in default_weights()})
LISTS = PairLists(
    previous=frozenset({("e3", "m3"), ("m4", "e4")}),
    blocked=frozenset({("e5", "m5")}),
    vetoes=(("e6", "m6"),),
    overrides=(("e7", "m7"),),
)


@given(SEEDS, RULES, WEIGHTS)
def test_every_score_is_what_its_explanation_adds_up_to(seed, chosen, weights):
    if not any(weights.values()):
        return
    people = cohort(seed, rules=chosen, weights=weights)
    for mentee in people.instance.mentees:
        removed = people.refusals(mentee)
        for mentor in people.instance.mentors:
            refusals = people.rules_refusing(mentee, mentor)
            score = score_of(people, mentee, mentor)
            assert {one.rule for one in refusals} == {
                rule for rule, mentors in removed.items() if mentor in mentors
            }
            assert (score < 0) == bool(refusals)
            parts = people.explain(mentee, mentor)
            assert all(part.sentence for part in parts)
            assert all(0 <= part.points <= part.most or part.points <= 0 for part in parts)
            if score >= 0:
                assert sum(part.points for part in parts) == score
                assert score <= 100


@given(SEEDS, RULES)
def test_compiled_and_plain_scores_are_the_same_numbers(seed, chosen):
    found = {}

    def both(points):
        found["plain"] = score(points)
        found["compiled"] = np.empty(points.shape, dtype=np.int8)
        score_compiled(points, found["compiled"])
        return found["plain"]

    score = blocks.score_all
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pairing.engine.scoring.cohort.score_all", both)
        patch.setattr(addends, "MANY_CLASSES", 3)
        cohort(seed, rules=chosen)
    assert np.array_equal(found["plain"], found["compiled"])


def test_lists_and_overrides_have_their_effect():
    people = cohort(5, mentees=9, mentors=9, lists=LISTS, rules=Rules(shortage="off"))
    for mentee, mentor, rule in (
        ("e3", "m3", "previous_pairs"),
        ("e4", "m4", "previous_pairs"),
        ("e5", "m5", "blocked"),
        ("e6", "m6", "vetoed"),
        ("e0", "m0", "same_person"),
    ):
        assert rule in {refusal.rule for refusal in people.rules_refusing(mentee, mentor)}
    assert people.instance.locks == (("e7", "m7"),)
    assert score_of(people, "e7", "m7") >= 0
    result = solve(people.instance)
    assert check(people.instance, result) == []


def test_a_perfect_pair_scores_100():
    mentee = Person(
        id="e",
        person_id="p",
        division="A",
        level=2,
        focus=("x", "y"),
        wishes=("m",),
        experience=3,
        text="negotiate budgets and plan hiring calmly",
    )
    mentor = replace(mentee, id="m", person_id="q", division="B", level=4, wishes=("e",))
    everything = {criterion.key: 1 for criterion in criteria()}
    people = build(mentees=[mentee], mentors=[mentor], week=WEEK, weights=everything)
    assert score_of(people, "e", "m") == 100
    assert [part.name for part in people.explain("e", "m")] == list(everything)


def test_every_criterion_says_a_sentence_about_people_of_whom_nothing_is_known():
    nobody, somebody = Person(id="e"), Person(id="m", level=3, hours=frozenset(), wishes=("e",))
    for criterion in criteria():
        layer = criterion.layer([nobody], [somebody, nobody], 10, Setting(WEEK))
        for column, mentor in enumerate((somebody, nobody)):
            assert 0 <= layer.at(0, column) <= 10
            assert criterion.sentence(nobody, mentor, Setting(WEEK)).endswith(".")


def test_two_levels_ahead_beat_one_and_five():
    mentees = [Person(id="e", division="A", level=2)]
    mentors = [Person(id=f"m{level}", level=level) for level in range(1, 8)]
    people = build(mentees=mentees, mentors=mentors, week=WEEK, weights={"experience_gap": 1})
    assert [score_of(people, "e", f"m{level}") for level in range(1, 8)] == [
        0, 40, 80, 100, 80, 60, 40,
    ]  # fmt: skip


def clock(day, *hours):
    """Half hours of a weekday (0: Monday) that begin at these hours: 9, 9.5."""
    return frozenset(48 * day + int(2 * hour) for hour in hours)


def common(mentee, mentor, week=WEEK):
    found = in_common(mentee, mentor, week)
    return found.hours, found.smaller, found.is_given


DST_WEEKS = (date(2027, 3, 8), date(2027, 3, 17), date(2027, 3, 31))


def test_daylight_saving_of_the_reference_week_counts():
    """Between 14 and 28 March 2027 New York is four hours from London, otherwise five."""
    two = Person(id="e", zone="Europe/London"), Person(id="m", zone="America/New_York")
    assert [in_common(*two, day).hours_a_day for day in DST_WEEKS] == [3.0, 4.0, 3.0]


def test_daylight_saving_counts_for_the_hours_people_gave():
    london = Person(id="e", zone="Europe/London", hours=clock(2, 18, 18.5))
    new_york = Person(id="m", zone="America/New_York", hours=clock(2, 13, 13.5))
    assert [common(london, new_york, day) for day in DST_WEEKS] == [
        (1.0, 1.0, True), (0.0, 1.0, True), (1.0, 1.0, True),
    ]  # fmt: skip


def test_hours_wrap_round_the_week_and_know_half_hours():
    monday_early = Person(id="e", hours=clock(0, 0, 0.5, 1, 1.5))
    india = Person(id="m", zone="Asia/Kolkata", hours=clock(0, 5.5, 6, 6.5, 7))
    assert common(monday_early, india) == (2.0, 2.0, True)
    kiritimati = Person(id="m", zone="Pacific/Kiritimati", hours=clock(0, 14, 14.5))
    assert common(monday_early, kiritimati) == (1.0, 1.0, True)
    sunday = Person(id="m", zone="Pacific/Honolulu", hours=clock(6, 14, 14.5))
    assert common(monday_early, sunday) == (1.0, 1.0, True)
    assert in_common(Person(id="e", zone="Asia/Kolkata"), Person(id="m"), WEEK).hours_a_day == 2.5


def test_hours_count_only_where_both_gave_them():
    """One side alone says nothing of the other: office hours stand for both."""
    evening = Person(id="e", hours=clock(5, 20, 20.5))
    assert common(evening, Person(id="m")) == (40.0, 40.0, False)
    assert common(Person(id="e"), replace(evening, id="m")) == (40.0, 40.0, False)
    assert common(Person(id="e", hours=frozenset()), evening) == (40.0, 40.0, False)


@given(st.data())
def test_a_whole_side_at_once_has_in_common_what_two_people_have(data):
    """Beyond one block of mentees, too."""
    person = st.builds(
        Person,
        id=st.just("x"),
        zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Chatham"]),
        hours=st.none() | st.frozensets(st.integers(0, 335), max_size=30),
    )
    mentees, mentors = (data.draw(st.lists(person, max_size=4)) for _side in range(2))
    many = [*mentees, *[Person(id="y")] * 600]
    found = list(
        overlaps([(p.zone, p.hours) for p in many], [(p.zone, p.hours) for p in mentors], WEEK)
    )
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            cell = found[0].shared[row, column] / 2, found[0].smaller[row, column] / 2
            assert (*cell, found[0].is_given[row, column]) == common(mentee, mentor)
    assert sum(len(block.shared) for block in found) == len(many)


def test_the_rule_of_shared_hours_takes_the_hours_people_gave():
    """Two hours of the week have to suit both; their offices never meet, or always do."""
    mentor = Person(id="m", zone="Australia/Sydney", hours=clock(5, 9, 9.5, 10, 10.5))
    meets = Person(id="meets", zone="Europe/Vienna", hours=clock(5, 1, 1.5, 2, 2.5))
    never = Person(id="never", zone="Australia/Sydney", hours=clock(0, 9, 9.5, 10, 10.5))
    silent = Person(id="silent", zone="Australia/Sydney")
    people = build(mentees=[meets, never, silent], mentors=[mentor], week=date(2021, 7, 5))
    assert [people.rules_refusing(one, "m") for one in ("meets", "silent")] == [[], []]
    [refusal] = people.rules_refusing("never", "m")
    assert refusal.sentence == (
        "By the hours they gave, 0 hours a week suit both; 2 are asked for, and not both chose async."
    )
    assert refusal.rule == "time_zones"
    assert people.instance.scores[:, 0].tolist()[1] == FORBIDDEN
    said = {one: people.explain(one, "m") for one in ("meets", "never", "silent")}
    hours = {one: next(p for p in parts if p.name == "shared_hours") for one, parts in said.items()}
    assert {one: (part.points, part.sentence) for one, part in hours.items()} == {
        "meets": (
            15,
            "2 hours a week suit both, by the hours they gave, Sydney and Vienna time.",
        ),
        "never": (0, "No hour of the week suits both, by the hours they gave, Sydney time."),
        "silent": (15, "40 office hours a week in common, Sydney time."),
    }


def test_an_unknown_zone_is_refused():
    for zone in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(BadInput, match="unknown time zone"):
            build(mentees=[Person(id="e", zone=zone)], mentors=[Person(id="m")], week=WEEK)


def test_time_zones_do_not_matter_when_both_chose_async():
    far = {"zone": "Australia/Sydney"}
    people = build(
        mentees=[Person(id="e0", wants_async=True), Person(id="e1")],
        mentors=[Person(id="m0", wants_async=True, **far), Person(id="m1", **far)],
        week=WEEK,
    )
    assert (people.instance.scores >= 0).tolist() == [[True, False], [False, False]]
    assert "not both chose async" in people.rules_refusing("e0", "m1")[0].sentence


def test_the_shortage_rule_makes_mentors_of_people_in_both_roles():
    """Two mentees in one role and one in both for two places: the one in both gives up theirs."""
    people = both_roles("all", both=1, single=2, others=1)
    assert people.shortage.is_short
    assert people.shortage.mentors_only == ("b0",)
    assert (people.shortage.served_with, people.shortage.served_without) == (1, 2)
    assert people.instance.mentees == ("e0", "e1")


def test_as_few_as_possible_keeps_whom_it_can():
    everyone = both_roles("all", both=3, single=3, others=1)
    few = both_roles("as few as possible", both=3, single=3, others=1)
    assert len(everyone.shortage.mentors_only) == 3
    assert len(few.shortage.mentors_only) == 2
    served = set(solve(few.instance).mentor_of)
    assert {"e0", "e1", "e2"} <= served


def test_a_mentee_whom_nobody_may_take_is_no_shortage():
    people = both_roles("all", both=1, single=2, others=1, lonely=True)
    assert not people.shortage.is_short
    assert people.shortage.mentors_only == ()


def test_late_people_come_after_everyone_in_time():
    mentees = [Person(id="e0", late=True, tier=9), Person(id="e1", tier=1), Person(id="e2", tier=2)]
    mentors = [Person(id="m", division="B")]
    people = build(mentees=mentees, mentors=mentors, week=WEEK)
    assert people.instance.priorities.tolist() == [1, 2, 3]
    assert list(solve(people.instance).mentor_of) == ["e2"]
    lenient = build(mentees=mentees, mentors=mentors, week=WEEK, rules=Rules(late_last=False))
    assert lenient.instance.priorities.tolist() == [3, 1, 2]


@given(WEIGHTS)
def test_weights_become_whole_points_that_make_100(weights):
    if any(weights.values()):
        points = points_of(weights)
        assert sum(points.values()) == 100
        assert all(points[name] or not weights[name] or weights[name] < 9 for name in weights)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"charm": 1}, "unknown criterion"),
        ({"wishes": -1}, "must be a whole"),
        ({}, "at least one"),
    ],
)
def test_broken_weights_are_refused(weights, message):
    with pytest.raises(BadInput, match=message):
        points_of(weights)


@given(st.integers(0, 100), st.lists(st.floats(0.1, 9), min_size=1, max_size=8))
def test_spread_shares_out_exactly(total, weights):
    parts = spread(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - total * w / sum(weights)) < 1 + 1e-9
        for part, w in zip(parts, weights, strict=True)
    )


def test_stems_bring_word_forms_together():
    assert stem("managing") == stem("manager") == stem("manages") == stem("management")
    assert stem("negotiation") == stem("negotiate") == stem("negotiating")
    assert stem("planning") == stem("plans") == stem("planned")
    assert stem("art") == "art"
    assert "cafe" in features("Café, CAFÉ!")


GOALS = {
    "negotiation": ["I want to negotiate my salary with confidence", "handling vendor contracts"],
    "speaking": ["speak in front of large audiences without fear", "give better presentations"],
    "management": ["moving into management and leading my first team", "delegating to reports"],
    "python": ["write cleaner Python and design larger programs", "testing software properly"],
    "writing": ["improve my writing of technical documents", "editing longer articles"],
    "conflict": ["resolve conflicts between colleagues", "difficult conversations with peers"],
    "strategy": ["think more strategically about product roadmaps", "planning the coming quarters"],
    "parents": ["return from parental leave and balance family time", "part-time career steps"],
}
TOPICS = {
    "negotiation": "Negotiating contracts and salaries, vendors, confident asks",
    "speaking": "Public speaking, presenting to audiences, stage fear and how to speak up",
    "management": "Managing teams, leadership, delegation, first-time managers and their reports",
    "python": "Software design in Python, testing, programming larger systems",
    "writing": "Technical writer: documents, articles, editors and clear style",
    "conflict": "Conflict resolution, hard conversations, mediation between peers",
    "strategy": "Product strategy, roadmap planning over quarters",
    "parents": "Parents at work: leave, family, part-time careers",
}


def test_goals_find_the_mentor_of_their_topic():
    """The labelled sample by which the text score was checked: 16 goals, 8 mentors."""
    mentees = [
        Person(id=f"{topic}-{n}", text=goal)
        for topic, goals in GOALS.items()
        for n, goal in enumerate(goals)
    ]
    mentors = [Person(id=topic, text=words) for topic, words in TOPICS.items()]
    people = build(mentees=mentees, mentors=mentors, week=WEEK, weights={"goal_text": 1})
    right = sum(
        mentors[int(line.argmax())].id == mentee.id.rsplit("-", 1)[0]
        for mentee, line in zip(mentees, people.instance.scores, strict=True)
    )
    assert right == 16


def test_every_criterion_and_rule_says_what_it_is():
    for kinds in (criteria(), rules()):
        assert (
            len({kind.key for kind in kinds}) == len({kind.label for kind in kinds}) == len(kinds)
        )
        assert all(kind.key.isidentifier() and kind.about.endswith(".") for kind in kinds)
    for criterion in criteria():
        assert 0 <= criterion.weight <= MOST_WEIGHT
        facts = {*criterion.mentee_facts, *criterion.mentor_facts}
        assert facts <= set(Person.__dataclass_fields__)
    assert sum(default_weights().values()) == 100
    for rule in rules():
        assert 0 <= rule.usual.points <= MOST_POINTS
        assert rule.number is None or rule.number.least <= rule.number.usual <= rule.number.most


def test_criteria_read_no_more_of_people_than_they_say():
    """Of people who have only what a criterion does not read, it tells no two apart."""
    rng = random.Random(1)
    mentees = [person("e", number, rng) for number in range(8)]
    mentors = [person("m", number, rng) for number in range(8)]
    for criterion in criteria():
        unread = [
            [replace(Person(id=one.id), **{name: getattr(one, name) for name in others(facts)})
             for one in people]
            for people, facts in (
                (mentees, criterion.mentee_facts), (mentors, criterion.mentor_facts),
            )
        ]  # fmt: skip
        layer = criterion.layer(*unread, 10, Setting(WEEK))
        assert len({layer.at(row, column) for row in range(8) for column in range(8)}) == 1


def test_every_rule_speaks_against_nobody_of_whom_nothing_is_known():
    nobody, other = Person(id="e"), Person(id="m")
    for rule in rules():
        around = Circumstances(WEEK, PairLists(), rule.number.usual if rule.number else 0)
        assert rule.layer([nobody], [other], around).at(0, 0) == 0
        assert rule.sentence(nobody, other, around).endswith(".")


@pytest.mark.parametrize("key", ["charm", "blocked", "same_person"])
def test_only_optional_rules_can_be_chosen(key):
    with pytest.raises(BadInput, match="unknown rule"):
        Rules({key: OFF})


def both_roles(mode, *, both, single, others, lonely=False):
    """`both` people in both roles (they are mentors, too), `single` mentees, `others` mentors."""
    two = [Person(id=f"b{i}", person_id=f"p{i}", tier=2) for i in range(both)]
    one = [
        Person(id=f"e{i}", languages=frozenset({"xx"} if lonely else {"en"})) for i in range(single)
    ]
    as_mentors = [
        Person(id=f"mb{i}", person_id=f"p{i}", languages=frozenset({"en"})) for i in range(both)
    ]
    rest = [Person(id=f"m{i}", languages=frozenset({"en"})) for i in range(others)]
    rules = Rules({"common_language": HARD}, shortage=mode)
    return build(mentees=[*two, *one], mentors=[*as_mentors, *rest], week=WEEK, rules=rules)


def others(facts):
    return [name for name in Person.__dataclass_fields__ if name not in {*facts, "id"}]


def score_of(people, mentee, mentor):
    instance = people.instance
    return (
        int(instance.scores[instance.row_of[mentee], instance.column_of[mentor]])
        if (mentee, mentor) not in people.vetoes
        else -1
    )
