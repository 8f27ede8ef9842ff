"""Two who act on one request in the same moment: one comes first, the other hears it, nothing is half."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from directory.actions import availability, requests
from directory.models import MentoringRequest
from directory.models.request import TIME_TO_ANSWER
from pairs.models import Pair
from tests.concurrency import together
from tests.factories.directory import ASKED_AT, RequestFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT = ASKED_AT + timedelta(hours=1)
WORDS = {"who_i_am": "A", "goal": "B", "why_you": "C", "months": 3, "takes_writing": False}


def ask(mentee, mentor):
    return requests.ask(mentor, by=mentee, **WORDS, at=AT)


def accept(row):
    return requests.accept(row, by=row.mentor, at=AT)


OTHERS = {
    "taken_back": lambda row: requests.take_back(row, by=row.mentee, at=AT),
    "declined": lambda row: requests.decline(row, by=row.mentor, reason="no_time", at=AT),
    "expired": lambda row: requests.expire_due(AT + TIME_TO_ANSWER),
    "accepted": accept,
}


@pytest.mark.parametrize("state", OTHERS)
def test_a_yes_and_another_end_at_once_come_to_one_of_them(noor, ilse, state):
    row = RequestFactory(mentee=noor, mentor=ilse)

    came = together(lambda: accept(row), lambda: OTHERS[state](row))

    lost = [one for one in came if isinstance(one, Exception)]
    assert [one.code for one in lost if isinstance(one, ValidationError)] == [
        "wrong_status" for _one in lost
    ]
    row.refresh_from_db()
    assert row.state in {"accepted", state}
    assert Pair.objects.count() == (row.state == "accepted")


def test_one_asks_one_mentor_once_however_often_they_press(noor, ilse):
    came = together(*[lambda: ask(noor, ilse)] * 3)

    refused = [one.code for one in came if isinstance(one, ValidationError)]
    assert refused == ["open", "open"]
    assert MentoringRequest.objects.count() == 1


def test_nobody_waits_for_a_mentor_who_paused_in_that_moment(noor, ilse):
    asked, _paused = together(lambda: ask(noor, ilse), lambda: availability.pause(ilse, at=AT))

    assert not MentoringRequest.objects.open().exists()
    if isinstance(asked, MentoringRequest):
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == ("declined", "paused")
    else:
        assert asked.code == "paused"


def test_the_same_words_sent_twice_at_once_are_one_entry(noor, ilse):
    row = RequestFactory(mentee=noor, mentor=ilse)
    together(*[lambda: requests.write(row, by=ilse, text="Which system?", at=AT)] * 2)
    assert row.entries.count() == 1
