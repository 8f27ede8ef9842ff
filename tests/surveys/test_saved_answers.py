"""Answers by name may wait: kept for their person alone until they are sent."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from programs.queries.surveys import named_answers
from surveys.actions import answering
from surveys.models import Answer, Invitation
from surveys.results import results_of
from tests.factories import UserFactory
from tests.factories.cycle_surveys import CLOSES, OPENS, make_cycle_survey, values_of

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(OPENS + DAY, tick=False):
        yield


def invite(cycle, mode="named"):
    planned = make_cycle_survey(cycle, kind="midway", mode=mode)
    person = UserFactory()
    return Invitation.objects.create(survey=planned.survey, person=person, group="mentee")


def test_what_is_answered_so_far_is_kept_and_shown_to_its_person_alone(client, cycle, organizer):
    invitation = invite(cycle)
    client.force_login(invitation.person)
    address = reverse("surveys:answer", args=[invitation.pk])
    response = client.post(address, {"q_overall": "4", "later": "1"})
    assert response.url == f"{address}?saved=1"

    page = client.get(response.url).content.decode()
    assert "Nobody reads it until you send it." in page
    assert "1 of 3 answered" in page
    invitation.refresh_from_db()
    assert not invitation.has_answered
    planned = invitation.survey.cycle_survey
    assert named_answers(planned, organizer) == []
    assert results_of(invitation.survey, at=CLOSES).rate.answered == 0

    client.post(address, {"q_overall": "5", "q_reached": "a"})
    assert [one.invitation for one in named_answers(planned, organizer)] == [invitation]
    assert Answer.objects.get(question__key="overall").number == 5


def test_totals_leave_out_what_waits(cycle):
    waiting = invite(cycle)
    answering.save_for_later(waiting, values_of(waiting.survey, overall=1), at=OPENS)
    sent = Invitation.objects.create(survey=waiting.survey, person=UserFactory(), group="mentee")
    answering.answer(sent, values_of(waiting.survey, overall=5), at=OPENS)
    overall = results_of(waiting.survey, at=CLOSES).questions[0].everybody
    assert (overall.answered, overall.mean) == (1, 5)


@pytest.mark.parametrize(
    ("mode", "is_sent", "at", "code"),
    [
        ("anonymous", False, OPENS, "anonymous"),
        ("named", True, OPENS, "answered"),
        ("named", False, CLOSES, "closed"),
    ],
)
def test_answers_cannot_wait(cycle, mode, is_sent, at, code):
    invitation = invite(cycle, mode)
    if is_sent:
        answering.answer(invitation, values_of(invitation.survey), at=OPENS)
    with pytest.raises(ValidationError) as caught:
        answering.save_for_later(invitation, {}, at=at)
    assert caught.value.code == code


def test_an_anonymous_survey_does_not_offer_to_wait(client, cycle):
    invitation = invite(cycle, "anonymous")
    client.force_login(invitation.person)
    address = reverse("surveys:answer", args=[invitation.pk])
    assert 'name="later"' not in client.get(address).content.decode()
    page = client.post(address, {"q_overall": "4", "later": "1"})
    assert "Anonymous answers cannot be kept for later." in page.content.decode()
    assert not Answer.objects.exists()
