"""What comments speak of, without telling whose they are."""

import pytest

from surveys.results import results_of
from surveys.themes import themes_of
from tests.factories.cycle_surveys import CLOSES, give_answers, make_cycle_survey

PHRASE = "We lost a month to calendars and to the time zones"
GERMAN = "Ich habe endlich mehr Mut und die Gespräche haben mir geholfen"


@pytest.fixture
def survey(cycle):
    return make_cycle_survey(cycle).survey


def found(survey):
    by_question = themes_of(survey, results_of(survey, at=CLOSES))
    return {one.words: one for themes in by_question.values() for one in themes}


@pytest.mark.parametrize(("count", "is_shown"), [(9, False), (10, True)])
def test_never_under_ten(survey, count, is_shown):
    give_answers(survey, "mentee", count, comment=PHRASE)
    assert bool(found(survey)) is is_shown


def test_phrases_are_counted_and_stop_words_are_not(survey):
    give_answers(survey, "mentee", 10, comment=PHRASE)
    themes = found(survey)
    assert themes["time zones"].people == 10
    assert {"the", "and", "we", "time"}.isdisjoint(themes)


def test_the_language_is_the_one_people_write(survey):
    give_answers(survey, "mentee", 10, comment=GERMAN)
    assert {"ich", "und", "haben"}.isdisjoint(found(survey))
    assert "gespräche" in found(survey)


@pytest.mark.parametrize(
    ("mentors", "by_group"), [(4, {}), (5, {"mentor": 5, "mentee": 10}), (0, {})]
)
def test_roles_are_told_apart_only_where_both_are_many(survey, mentors, by_group):
    give_answers(survey, "mentee", 10, comment=PHRASE)
    give_answers(survey, "mentor", mentors, comment=PHRASE)
    assert found(survey)["time zones"].by_group == by_group


def test_nothing_before_the_close(survey):
    give_answers(survey, "mentee", 10, comment=PHRASE)
    open_results = results_of(survey, at=survey.opens_at)
    assert themes_of(survey, open_results) == {}
