"""The database counts windows as the plain functions over dates do."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from outcomes.queries.meetings import meetings_of, pair_lines
from pairs.models import MentoringSession
from pairs.rules import windows
from pairs.rules.windows import Held, State
from tests.factories import PairFactory, ended

pytestmark = pytest.mark.django_db
CADENCES = [7, 14, 30]
WORDS = ["not_held", "skipped"]


def some_day(cycle, chance, before=20, after=20):
    length = (cycle.ends_on - cycle.starts_on).days
    return cycle.starts_on + timedelta(days=chance.randint(-before, length + after))


def some_pair(cycle, chance):
    """A pair with any first day, perhaps ended, that met on any days: the pair and these days."""
    pair = PairFactory(cycle=cycle, starts_on=some_day(cycle, chance, after=-10))
    if chance.random() < 0.5:
        ended(pair, datetime.combine(some_day(cycle, chance), time(12), UTC))
    days = [some_day(cycle, chance) for _ in range(chance.randint(0, 12))]
    for day in days:
        MentoringSession.objects.create(pair=pair, held_on=day)
    words = [(some_day(cycle, chance), chance.choice(WORDS)) for _ in range(chance.randint(0, 9))]
    for day, word in words:
        MentoringSession.objects.create(pair=pair, held_on=day, state=word)
    return pair, days, words


def said(days, words):
    """What is known of a pair, as the functions over dates read it."""
    told = [Held(day, is_none=w == "not_held", is_skipped=w == "skipped") for day, w in words]
    return [Held(day) for day in days] + told


@pytest.mark.parametrize("seed", range(12))
def test_the_database_counts_as_the_functions_over_dates(cycle, seed):
    chance = random.Random(seed)
    cycle.cadence_days = chance.choice(CADENCES)
    cycle.save()
    pairs = [some_pair(cycle, chance) for _ in range(10)]
    at = datetime.combine(some_day(cycle, chance, before=3), time(12), UTC)
    every = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)

    expected, states, gaps = {}, [], []
    for pair, days, words in pairs:
        ended_on = pair.ended_at and cycle.day(pair.ended_at)
        own = windows.of_pair(every, pair.starts_on, ended_on)
        held = said(days, words)
        expected[pair.pk] = windows.met_count(own, held, cycle.day(at))
        complete = windows.states(windows.complete(own, cycle.day(at)), held, cycle.day(at))
        states += complete
        if set(complete) & {State.MISSED} and not set(complete) & {State.NOT_MET, State.SKIPPED}:
            gaps.append(complete.count(State.MISSED))

    lines = pair_lines(cycle, at=at)
    assert {line.number: (line.met, line.due) for line in lines} == expected
    assert [line.met - line.due for line in lines] == sorted(m - d for m, d in expected.values())
    counted = [(met, due) for met, due in expected.values() if due]
    meetings = meetings_of(cycle, at=at)
    assert meetings.counted == len(counted)
    assert meetings.consistent == sum(met == due for met, due in counted)
    assert meetings.silent == sum(
        pair.state == "active" and not days for pair, days, _words in pairs
    )
    assert (meetings.all_due, meetings.all_met) == (len(states), states.count(State.MET))
    told = (meetings.unlogged, meetings.said_not_met, meetings.skipped)
    assert told == tuple(
        states.count(state) for state in (State.MISSED, State.NOT_MET, State.SKIPPED)
    )
    assert meetings.gaps == sorted(gaps)


def test_how_many_sessions_reach_the_goal_unless_pairs_said_that_they_did_not_meet(cycle):
    """Six complete windows each; the goal of 100% needs the two that lack one and two logs."""
    days = [cycle.starts_on + timedelta(days=14 * n) for n in range(6)]
    at = datetime(2021, 10, 15, tzinfo=UTC)
    pairs = [PairFactory(cycle=cycle) for _ in range(3)]
    for pair, met in zip(pairs, (6, 5, 4), strict=True):
        for day in days[:met]:
            MentoringSession.objects.create(pair=pair, held_on=day)

    assert [meetings_of(cycle, at=at).sessions_to(goal) for goal in (33, 60, 100)] == [0, 1, 3]
    MentoringSession.objects.create(pair=pairs[2], held_on=days[5], state="not_held")
    assert [meetings_of(cycle, at=at).sessions_to(goal) for goal in (60, 100)] == [1, None]


def test_without_a_first_day_there_is_nothing_to_answer_for(cycle):
    pair = PairFactory(cycle=cycle)
    MentoringSession.objects.create(pair=pair, held_on=date(2021, 7, 9))
    cycle.starts_on = None
    cycle.save()
    meetings = meetings_of(cycle, at=datetime(2021, 9, 1, tzinfo=UTC))
    assert (meetings.pairs, meetings.counted, meetings.met_mentees) == (1, 0, 1)
    assert [line.due for line in pair_lines(cycle, at=datetime(2021, 9, 1, tzinfo=UTC))] == [0]


def test_a_person_in_two_pairs_counts_once_and_on_both_sides(cycle):
    first = PairFactory(cycle=cycle)
    second = PairFactory(cycle=cycle, mentor=first.mentor)
    PairFactory(cycle=cycle, mentor__person=second.mentee.person)
    meetings = meetings_of(cycle, at=datetime(2021, 9, 1, tzinfo=UTC))
    assert (meetings.pairs, meetings.mentors, meetings.mentees, meetings.people) == (3, 2, 3, 4)
