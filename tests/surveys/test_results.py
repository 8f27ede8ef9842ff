"""What of a survey may be shown."""

from datetime import timedelta

import pytest

from surveys.models import AnonymousSheet
from surveys.results import results_of
from tests.factories import QuestionFactory
from tests.factories.cycle_surveys import (
    CLOSES,
    OPENS,
    give_answers,
    make_cycle_survey,
)


@pytest.fixture
def survey(cycle):
    return make_cycle_survey(cycle).survey


def by_key(results):
    return {result.question.key: result for result in results.questions}


def groups_of(results, key="overall"):
    return sorted(by_key(results)[key].groups)


def test_nothing_is_shown_while_the_survey_is_open(survey):
    give_answers(survey, "mentee", 12)
    results = results_of(survey, at=CLOSES - timedelta(seconds=1))
    assert (results.hidden, results.questions) == ("open", [])
    assert (results.rate.invited, results.rate.answered) == (12, 12)


@pytest.mark.parametrize(("count", "hidden"), [(4, "few"), (5, "")])
def test_numbers_from_five_answers(survey, count, hidden):
    give_answers(survey, "mentee", count)
    assert results_of(survey, at=CLOSES).hidden == hidden


@pytest.mark.parametrize(
    ("mentors", "mentees", "shown"),
    [
        (5, 5, ["all", "mentee", "mentor"]),
        (7, 4, ["all"]),  # mentors and everybody would give the four mentees away
        (4, 7, ["all"]),
        (0, 7, ["all"]),
    ],
)
def test_groups_are_split_only_when_each_is_large_enough(survey, mentors, mentees, shown):
    give_answers(survey, "mentor", mentors)
    give_answers(survey, "mentee", mentees)
    assert groups_of(results_of(survey, at=CLOSES)) == shown


def test_a_question_few_of_a_group_answered_is_not_split(survey):
    give_answers(survey, "mentor", 5)
    give_answers(survey, "mentee", 6)
    sheets = AnonymousSheet.objects.filter(group="mentee")
    for sheet in sheets[:2]:
        sheet.answers.filter(question__key="overall").delete()
    results = results_of(survey, at=CLOSES)
    assert groups_of(results, "overall") == ["all"]
    assert groups_of(results, "reached") == ["all", "mentee", "mentor"]
    for sheet in sheets:
        sheet.answers.filter(question__key="overall").delete()
    AnonymousSheet.objects.filter(group="mentor").first().answers.all().delete()
    assert groups_of(results_of(survey, at=CLOSES), "overall") == []


@pytest.mark.parametrize(("count", "shown"), [(9, 0), (10, 10)])
def test_texts_from_ten_and_in_no_order(survey, count, shown):
    give_answers(survey, "mentee", count, comment="Said by")
    texts = by_key(results_of(survey, at=CLOSES))["comment"].texts
    assert len(texts) == shown
    keys = AnonymousSheet.objects.order_by("answers__pk").values_list("answers__pk")
    assert len(set(keys)) == 3 * count


def test_means_and_shares(survey):
    give_answers(survey, "mentee", 4, overall=5, reached="a")
    give_answers(survey, "mentee", 4, overall=2, reached="b")
    found = by_key(results_of(survey, at=CLOSES))
    scale = found["overall"].everybody
    assert (scale.mean, scale.agree, scale.answered) == (3.5, 50, 8)
    assert [(bar.label, bar.count, bar.tone) for bar in scale.bars] == [
        ("1", 0, 1),
        ("2", 4, 2),
        ("3", 0, 3),
        ("4", 0, 4),
        ("5", 4, 5),
    ]
    assert [(bar.label, bar.percent) for bar in found["reached"].everybody.bars] == [
        ("A", 50),
        ("B", 50),
    ]


def test_named_surveys_show_what_came_in_at_once(cycle):
    survey = make_cycle_survey(cycle, kind="midway", mode="named").survey
    give_answers(survey, "mentee", 1, comment="Hello")
    results = results_of(survey, at=OPENS)
    assert results.hidden == ""
    assert by_key(results)["comment"].texts == ["Hello 0"]


@pytest.mark.parametrize("count", [5, 20])
def test_results_cost_the_same_for_any_number(survey, count, django_assert_num_queries):
    give_answers(survey, "mentor", count)
    give_answers(survey, "mentee", count)
    with django_assert_num_queries(6):
        results_of(survey, at=CLOSES)


def test_rankings_numbers_and_yes_or_no_are_totaled(cycle):
    survey = make_cycle_survey(cycle).survey
    made = {
        key: QuestionFactory(questionnaire=survey.questionnaire, key=key, kind=kind, **more)
        for key, kind, more in (
            ("again", "yes_no", {}),
            ("hours", "number", {}),
            ("order", "ranking", {"choices": ["x", "y"]}),
        )
    }
    first, second = made["order"].choices.all()
    give_answers(survey, "mentee", 5)
    for number, sheet in enumerate(AnonymousSheet.objects.all()):
        sheet.answers.create(question=made["again"], number=number % 2)
        sheet.answers.create(question=made["hours"], number=10)
        sheet.answers.create(question=made["order"], choice=first, rank=1)
        sheet.answers.create(question=made["order"], choice=second, rank=2)
    found = by_key(results_of(survey, at=CLOSES))
    assert [(bar.label, bar.count) for bar in found["again"].everybody.bars] == [
        ("Yes", 2),
        ("No", 3),
    ]
    assert (found["hours"].everybody.mean, found["hours"].everybody.bars) == (10, [])
    assert [(bar.label, bar.count) for bar in found["order"].everybody.bars] == [
        ("X first", 5),
        ("Y first", 0),
    ]
