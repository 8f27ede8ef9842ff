"""Presses that come twice, by one impatient finger or a second window."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from directory.models import MentoringRequest
from tests.directory.front_door import WORDS, post, text
from tests.factories.directory import (
    ASKED_AT,
    RegistrationFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _soon_after_asking():
    with time_machine.travel(ASKED_AT + timedelta(hours=1), tick=False):
        yield


def test_a_request_sent_twice_by_one_press_leads_to_it(client, noor, ilse):
    for _press in range(2):
        answer = post(client, noor, "ask", ilse.pk, **WORDS, months=3)
        made = MentoringRequest.objects.get()
        assert answer.url == reverse("directory:request", args=[made.pk])

    other = post(client, noor, "ask", ilse.pk, **WORDS | {"goal": "Else."}, months=3)
    assert "Your request to this person is open." in text(other)
    assert "Else." in text(other)


@pytest.mark.parametrize(
    "values",
    [
        {"answer": "accept", "text": "Gladly."},
        {"answer": "decline", "reason": "no_time", "text": "Sorry."},
        {"answer": "ask", "text": "Which system?"},
    ],
)
def test_an_answer_sent_twice_by_one_press_was_sent(client, noor, ilse, offer, values):
    offer.places = 2
    offer.save()
    made = RequestFactory(mentee=noor, mentor=ilse)
    for _press in range(2):
        answer = post(client, ilse, "request_answer", made.pk, **values)
        assert answer.url == reverse("directory:request", args=[made.pk])
    assert [entry.text for entry in made.entries.all()] == [values["text"]]


def test_another_answer_than_the_one_given_was_not_sent(client, noor, ilse):
    made = RequestFactory(mentee=noor, mentor=ilse)
    post(client, ilse, "request_answer", made.pk, answer="decline", reason="no_time")
    for values in (
        {"answer": "accept", "text": "Gladly."},
        {"answer": "decline", "reason": "not_mine", "text": "Gladly."},
    ):
        page = text(post(client, ilse, "request_answer", made.pk, **values))
        assert "This request has ended meanwhile." in page
        assert "It was not sent." in page


def test_an_addition_sent_twice_by_one_press_is_one(client, noor, ilse):
    made = RequestFactory(mentee=noor, mentor=ilse)
    for words in ("On Mondays.", "On Mondays.", "Or Tuesdays.", "On Mondays."):
        post(client, noor, "request_write", made.pk, text=words)
    said = [entry.text for entry in made.entries.all()]
    assert said == ["On Mondays.", "Or Tuesdays.", "On Mondays."]


def test_a_pair_confirmed_twice_by_one_press_opens_its_page(client, noor, ilse):
    row = RegistrationFactory(mentee=noor, mentor=ilse)
    pages = [
        post(client, ilse, "registration", row.pk, answer="confirm").url for _press in range(2)
    ]
    row.refresh_from_db()
    assert pages == [reverse("pairs:pair_detail", args=[row.pair_id])] * 2
