"""Completion records: opened and closed by the person they are about, read with the code alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from completion.actions import records
from completion.models import Record
from completion.rules import codes
from pairs.actions import pairs
from pairs.models import Pair
from tests.completion.conftest import AT
from tests.concurrency import together

pytestmark = pytest.mark.django_db


def own(pair):
    return reverse("completion:record_own", args=[pair.pk])


def test_a_record_shows_name_role_program_and_dates_and_nothing_else(client, complete, mentee):
    client.force_login(mentee)
    before = client.get(own(complete)).text
    assert "Nobody else sees this yet" in before
    client.post(own(complete), {"change": "open"})
    record = Record.objects.get()
    assert record.code in client.get(own(complete)).text

    client.logout()
    shown = client.get(reverse("completion:record", args=[record.code])).text
    for words in ("Mia Mentee", "as mentee", str(complete.cycle.program), "7 July 2021"):
        assert words in shown
    assert "30 September 2021" in shown
    for hidden in ("Mona", mentee.email, "session", "goal"):
        assert hidden not in shown.partition("<main")[2].partition("</main")[0]


def test_a_code_is_found_however_it_is_written_and_a_closed_one_like_a_wrong_one(
    client, complete, mentor
):
    record = records.open_one(complete, by=mentor, at=AT)
    check = reverse("completion:record_check")
    typed = record.code.replace("-", " ").lower()
    answer = client.get(check, {"code": typed})
    assert answer.url == reverse("completion:record", args=[record.code])

    wrong = client.get(reverse("completion:record", args=["AAA-AAA-AAA"]))
    client.force_login(mentor)
    client.post(own(complete), {"change": "close"})
    client.logout()
    closed = client.get(reverse("completion:record", args=[record.code]))
    assert (wrong.status_code, closed.status_code) == (404, 404)
    assert "No open record has this code." in wrong.text
    same = closed.text.replace(record.code, "AAA-AAA-AAA")
    assert "No open record has this code." in same
    assert "Mona" not in same

    again = records.open_one(complete, by=mentor, at=AT)
    assert again.code != record.code


@pytest.mark.parametrize("words", ["", " ", "x" * 41, "<script>", "\u2603", "ABC-DEF-23\u0662"])
def test_no_code_opens_nothing(client, words):
    answer = client.get(reverse("completion:record_check"), {"code": words})
    assert answer.status_code == 200
    assert "errsum" in answer.text


def test_codes_are_tried_so_often_and_no_more(client, settings, db):
    settings.ACCOUNT_RATE_LIMITS = {"record_check": "3/h/ip"}
    tries = [
        client.get(reverse("completion:record", args=[codes.fresh()])).status_code
        for _number in range(4)
    ]
    assert tries == [404, 404, 404, 429]


def test_there_is_none_while_the_two_work_together_or_when_they_never_met(client, pair, mentee):
    refused(pair, mentee, "for a mentorship that is over")
    client.force_login(mentee)
    assert "for a mentorship that is over" in client.get(own(pair)).text
    answer = client.post(own(pair), {"change": "open"}, follow=True)
    assert "for a mentorship that is over" in answer.text
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    pair.sessions.all().delete()
    refused(pair, mentee, "no session is logged")


def test_there_is_none_of_a_mentorship_that_ended_before(pair, mentee):
    pairs.end(pair, reason=Pair.EndReason.NO_TIME, by=mentee, at=AT - timedelta(days=20))
    refused(pair, mentee, "This one ended before")


def refused(pair, person, words):
    with pytest.raises(ValidationError, match=words):
        records.open_one(pair, by=person, at=AT)


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_opens_one(complete, mentee):
    made = together(*[lambda: records.open_one(complete, by=mentee, at=AT)] * 3)
    assert len({record.code for record in made}) == 1
    assert Record.objects.count() == 1
