"""Answering surveys: by name, and without a way back to the person."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from pairs.models import Case
from surveys.actions import answering
from surveys.models import AnonymousAnswer, AnonymousSheet, Invitation, Response
from surveys.queries import answers_of
from surveys.values import AnswerValue
from tests.factories import ParticipationFactory, QuestionFactory, UserFactory
from tests.factories.cycle_surveys import CLOSES, OPENS, make_cycle_survey, values_of


@contextmanager
def refused(code):
    with pytest.raises(ValidationError) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture
def survey(cycle):
    return make_cycle_survey(cycle).survey


@pytest.fixture
def invitation(survey):
    return Invitation.objects.create(survey=survey, person=UserFactory(), group="mentee")


def test_an_anonymous_answer_has_no_way_back(survey, invitation):
    answering.answer(invitation, values_of(survey, comment="Good talks"), at=OPENS)
    invitation.refresh_from_db()
    assert (invitation.has_answered, invitation.response) == (True, None)
    sheet = AnonymousSheet.objects.get()
    assert {field.name for field in sheet._meta.get_fields()} == {
        "id", "survey", "group", "answers",
    }  # fmt: skip
    assert (sheet.group, sheet.answers.count()) == ("mentee", 3)
    assert sheet.pk.version == 4
    assert not Response.objects.exists()


def test_anonymous_answers_are_given_once(survey, invitation):
    answering.answer(invitation, values_of(survey), at=OPENS)
    with refused("answered"):
        answering.answer(invitation, values_of(survey), at=OPENS)
    assert AnonymousSheet.objects.count() == 1


@pytest.mark.parametrize("moment", [OPENS - timedelta(seconds=1), CLOSES])
def test_outside_the_window_nothing_is_taken(survey, invitation, moment):
    with refused("closed"):
        answering.answer(invitation, values_of(survey), at=moment)
    assert not AnonymousSheet.objects.exists()


def test_named_answers_may_change_until_the_close(cycle):
    survey = make_cycle_survey(cycle, mode="named").survey
    invitation = Invitation.objects.create(survey=survey, person=UserFactory(), group="mentor")
    answering.answer(invitation, values_of(survey, reached="a"), at=OPENS)
    answering.answer(invitation, values_of(survey, reached="b"), at=OPENS)
    response = Response.objects.get()
    assert [row.words for row in answers_of([response])[response.pk]] == ["4", "B", ""]
    with refused("closed"):
        answering.answer(invitation, values_of(survey), at=CLOSES)


@pytest.mark.django_db(transaction=True)
def test_ten_sends_of_one_moment_make_one_sheet(cycle):
    survey = make_cycle_survey(cycle).survey
    invitation = Invitation.objects.create(survey=survey, person=UserFactory(), group="mentee")
    values = values_of(survey)
    barrier = Barrier(10)

    def go(_number):
        try:
            barrier.wait()
            answering.answer(invitation, values, at=OPENS)
        except ValidationError as error:
            return error.code
        else:
            return "taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        outcomes = sorted(pool.map(go, range(10)))
    assert outcomes == ["answered"] * 9 + ["taken"]
    assert AnonymousSheet.objects.count() == 1


# ---- the check-in


@pytest.fixture
def check_in(pair):
    planned = make_cycle_survey(pair.cycle, kind="check_in", mode="named")
    question = QuestionFactory(
        questionnaire=planned.survey.questionnaire,
        key="met",
        kind="one",
        choices=["met", "scheduled", "not-met", "left"],
    )
    person = pair.mentee.person
    invitation = Invitation.objects.create(survey=planned.survey, person=person, group="mentee")

    def say(value):
        choice = question.choices.get(value=value)
        values = {question.pk: [AnswerValue(choice_id=choice.pk)]}
        answering.answer(invitation, values, at=OPENS)
        return sorted(Case.objects.filter(pair=pair).values_list("kind", "state"))

    return say


@pytest.mark.parametrize(
    ("value", "cases"),
    [
        ("met", []),
        ("scheduled", []),
        ("not-met", [("not_met", "open")]),
        ("left", [("partner_left", "open")]),
    ],
)
def test_not_met_or_left_opens_one_case(check_in, value, cases):
    assert check_in(value) == cases
    assert check_in(value) == cases


def test_an_end_survey_opens_no_case(pair):
    planned = make_cycle_survey(pair.cycle, kind="end", mode="named")
    question = QuestionFactory(
        questionnaire=planned.survey.questionnaire, key="met", kind="one", choices=["not-met"]
    )
    invitation = Invitation.objects.create(
        survey=planned.survey, person=pair.mentee.person, group="mentee"
    )
    chosen = AnswerValue(choice_id=question.choices.get().pk)
    answering.answer(invitation, {question.pk: [chosen]}, at=OPENS)
    assert not Case.objects.exists()


def test_somebody_without_a_pair_opens_no_case(cycle, check_in):
    alone = ParticipationFactory(cycle=cycle)
    survey = Invitation.objects.get().survey
    invitation = Invitation.objects.create(survey=survey, person=alone.person, group="mentee")
    question = survey.questionnaire.questions.get(key="met")
    choice = question.choices.get(value="not-met")
    answering.answer(invitation, {question.pk: [AnswerValue(choice_id=choice.pk)]}, at=OPENS)
    assert not Case.objects.exists()


# ---- the page


def page(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def frozen():
    with time_machine.travel(OPENS, tick=False) as clock:
        yield clock


GOOD = {"q_overall": "4", "q_reached": "a", "q_comment": "Good talks"}


def test_the_page_says_the_mode_before_the_first_question(client, cycle, frozen):
    for kind, mode, words in (("end", "anonymous", "Anonymous."), ("midway", "named", "With your")):
        survey = make_cycle_survey(cycle, kind=kind, mode=mode).survey
        invitation = Invitation.objects.create(survey=survey, person=UserFactory(), group="mentee")
        client.force_login(invitation.person)
        shown = page(client.get(reverse("surveys:answer", args=[invitation.pk])))
        assert shown.index(words) < shown.index("q_overall")


def test_answering_by_the_page_and_once_more(client, invitation, frozen):
    client.force_login(invitation.person)
    address = reverse("surveys:answer", args=[invitation.pk])
    assert client.post(address, {"q_overall": "4"}).context["form"].errors.keys() == {"q_reached"}
    assert "Thank you" in page(client.post(address, GOOD, follow=True))
    again = page(client.post(address, GOOD, follow=True))
    assert "Thank you" in again
    assert AnonymousSheet.objects.count() == 1
    assert AnonymousAnswer.objects.filter(text="Good talks").count() == 1


def test_a_named_survey_shows_ones_own_answers_again(client, cycle, frozen):
    survey = make_cycle_survey(cycle, mode="named").survey
    invitation = Invitation.objects.create(survey=survey, person=UserFactory(), group="mentee")
    client.force_login(invitation.person)
    address = reverse("surveys:answer", args=[invitation.pk])
    assert "Change my answers" in page(client.post(address, GOOD, follow=True))
    assert "Good talks" in page(client.get(address))


def test_after_the_close_the_page_says_so_and_keeps_what_was_typed(client, invitation, frozen):
    address = reverse("surveys:answer", args=[invitation.pk])
    frozen.move_to(CLOSES)
    client.force_login(invitation.person)
    assert "This survey is closed" in page(client.get(address))
    late = client.post(address, GOOD)
    assert [error.code for error in late.context["form"].non_field_errors().as_data()] == ["closed"]
    assert "Good talks" in page(late)


def test_somebody_elses_invitation_does_not_exist(client, invitation, stranger, frozen):
    client.force_login(stranger)
    assert client.get(reverse("surveys:answer", args=[invitation.pk])).status_code == 404
