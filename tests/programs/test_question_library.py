"""Ready questions: added with their keys, asked by their conditions, tried without a trace."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from programs.actions import cycles
from programs.catalog import TEMPLATES
from programs.programfile import load
from programs.rules.question_library import LIBRARY
from surveys.models import AnonymousSheet, Response
from surveys.queries import questions_of
from surveys.results import results_of
from tests.factories.cycle_surveys import CLOSES, give_number, make_cycle_survey

AT = datetime(2025, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def survey(client, organizer, cycle):
    client.force_login(organizer)
    return make_cycle_survey(cycle, mode="anonymous").survey


@pytest.fixture
def plain_cycle(client, organizer):
    client.force_login(organizer)
    return load(TEMPLATES["plain"].read(), owner=organizer, at=AT).cycle


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


def test_the_form_of_a_role_is_offered_what_others_are_asked(client, plain_cycle):
    mentors, mentees = (
        plain_cycle.roles.get(side=side).questionnaire for side in ("mentor", "mentee")
    )
    library = address(plain_cycle, "question_library", mentees.pk)
    offered = client.get(library).content.decode()
    assert "What have you done that a mentee could learn from?" in offered
    assert str(LIBRARY[0].questions[0]["text"]) not in offered  # ready ones are for surveys
    client.post(library, {"pick": [f"role-{mentors.role.pk}:experience"]})
    copied = mentees.questions.get(key="experience")
    assert (copied.kind, copied.pairing_use) == ("yes_no", "experience")


def test_the_form_of_a_role_is_offered_what_it_asked_in_earlier_cycles(
    client, organizer, plain_cycle
):
    asked = plain_cycle.roles.get(side="mentee").questionnaire.questions
    asked.filter(key="goal").update(text="A goal of last year?")
    facts = {"starts_on": date(2026, 3, 2), "by": organizer, "at": AT}
    later = cycles.create(plain_cycle.program, name="Later", **facts)
    form = later.roles.get(side="mentee").questionnaire_id
    assert (
        "A goal of last year?"
        in client.get(address(later, "question_library", form)).content.decode()
    )


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
