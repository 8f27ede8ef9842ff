"""The database counts windows as the plain functions over dates do."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from outcomes.queries.meetings import meetings_of, pair_lines
from pairs.models import MentoringSession
from pairs.rules import windows
from pairs.rules.windows import Held
from tests.factories import PairFactory

pytestmark = pytest.mark.django_db
CADENCES = [7, 14, 30]


def some_day(cycle, chance, before=20, after=20):
    length = (cycle.ends_on - cycle.starts_on).days
    return cycle.starts_on + timedelta(days=chance.randint(-before, length + after))


def some_pair(cycle, chance):
    """A pair with any first day, perhaps ended, that met on any days: the pair and these days."""
    pair = PairFactory(cycle=cycle, starts_on=some_day(cycle, chance, after=-10))
    if chance.random() < 0.5:
        noon = datetime.combine(some_day(cycle, chance), time(12), UTC)
        pair.state, pair.ended_at = "ended", noon
        pair.save()
    days = [some_day(cycle, chance) for _ in range(chance.randint(0, 12))]
    for day in days:
        MentoringSession.objects.create(pair=pair, held_on=day)
    return pair, days


@pytest.mark.parametrize("seed", range(12))
def test_the_database_counts_as_the_functions_over_dates(cycle, seed):
    chance = random.Random(seed)
    cycle.cadence_days = chance.choice(CADENCES)
    cycle.save()
    pairs = [some_pair(cycle, chance) for _ in range(10)]
    at = datetime.combine(some_day(cycle, chance, before=3), time(12), UTC)
    every = windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)

    expected = {}
    for pair, days in pairs:
        ended_on = pair.ended_at and cycle.day(pair.ended_at)
        own = windows.of_pair(every, pair.starts_on, ended_on)
        held = [Held(day) for day in days]
        expected[pair.pk] = windows.met_count(own, held, cycle.day(at))

    lines = pair_lines(cycle, at=at)
    assert {line.number: (line.met, line.due) for line in lines} == expected
    assert [line.met - line.due for line in lines] == sorted(m - d for m, d in expected.values())
    counted = [(met, due) for met, due in expected.values() if due]
    meetings = meetings_of(cycle, at=at)
    assert meetings.counted == len(counted)
    assert meetings.consistent == sum(met == due for met, due in counted)
    assert meetings.silent == sum(pair.state == "active" and not days for pair, days in pairs)


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
