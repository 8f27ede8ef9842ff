"""Ready questions: added with their keys, asked by their conditions, tried without a trace."""

import pytest
import time_machine
from django.urls import reverse

from programs.rules.question_library import LIBRARY
from surveys.models import AnonymousSheet, Response
from surveys.queries import questions_of
from surveys.results import results_of
from tests.factories.cycle_surveys import CLOSES, give_number, make_cycle_survey


@pytest.fixture
def survey(client, organizer, cycle):
    client.force_login(organizer)
    return make_cycle_survey(cycle, mode="anonymous").survey


def address(cycle, name, *args):
    return reverse(f"programs:{name}", args=[cycle.program.slug, cycle.slug, *args])


def keys(survey):
    return [question.key for question in questions_of(survey.questionnaire_id)]


def test_the_whole_library_fits_into_a_survey(client, cycle, survey):
    names = [f"{shelf.key}:{one['key']}" for shelf in LIBRARY for one in shelf.questions]
    library = address(cycle, "question_library", survey.questionnaire_id)
    assert client.post(library, {"pick": names}).status_code == 302
    asked = {one.key: one for one in questions_of(survey.questionnaire_id)}
    assert set(asked) >= {one["key"] for shelf in LIBRARY for one in shelf.questions}
    assert asked["overall-why"].asked_if_values == ["1", "2"]
    assert asked["goal-missing"].asked_if.key == "goal-reached"
    before = keys(survey)
    assert "Tick at least one question" in client.post(library, {"pick": names}).content.decode()
    assert keys(survey) == before


def test_a_condition_without_its_question_is_left_out(client, cycle, survey):
    library = address(cycle, "question_library", survey.questionnaire_id)
    client.post(library, {"pick": ["effect:effect-what", "nothing:at-all"]})
    assert questions_of(survey.questionnaire_id)[-1].asked_if is None


def test_questions_of_another_survey_are_offered_with_their_keys(client, cycle, survey):
    other = make_cycle_survey(cycle, kind="baseline").survey
    other.questionnaire.questions.filter(key="overall").update(key="clarity", text="Clear?")
    library = address(cycle, "question_library", survey.questionnaire_id)
    client.post(library, {"pick": ["survey-baseline:clarity"]})
    assert keys(survey) == ["overall", "reached", "comment", "clarity"]
    form = client.get(address(cycle, "settings_form", survey.questionnaire_id)).content.decode()
    assert "compared with another survey" in form


def test_the_library_is_for_surveys(client, cycle, survey):
    form = cycle.roles.first().questionnaire_id
    assert client.get(address(cycle, "question_library", form)).status_code == 404


def test_a_preview_checks_and_keeps_nothing(client, cycle, survey):
    page = address(cycle, "survey_preview", survey.cycle_survey.pk)
    assert "Nothing you send here is stored." in client.get(page).content.decode()
    assert "Choose an answer" in client.post(page, {"q_overall": "4"}).content.decode()
    sent = client.post(page, {"q_overall": "4", "q_reached": "a"}).content.decode()
    assert "These answers would be sent." in sent
    assert not AnonymousSheet.objects.exists()
    assert not Response.objects.exists()


def test_a_recommendation_has_a_score(client, cycle, survey):
    client.post(
        address(cycle, "question_library", survey.questionnaire_id),
        {"pick": ["recommend:recommend"]},
    )
    for number in (10, 9, 9, 7, 3):
        give_number(survey, "recommend", number)
    results = results_of(survey, at=CLOSES)
    found = next(one for one in results.questions if one.question.key == "recommend")
    assert found.everybody.score == 40
    with time_machine.travel(CLOSES, tick=False):
        page = client.get(address(cycle, "survey_detail", survey.cycle_survey.pk))
    assert "+40" in page.content.decode()
