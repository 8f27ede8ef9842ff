"""Newer news of one thing takes back the older that waits, and a thing is not told of all day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from notifications.actions import delivery, outbox
from notifications.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)
WAIT = timedelta(minutes=5)


@pytest.fixture
def person(db):
    return UserFactory(name="Ann")


@pytest.fixture
def tell(tea, host, person):
    def tell(kind, at=AT, about=host, occasion="", until=None):
        context = {"partner": "Bo"} | ({"until": until.isoformat()} if until else {})
        outbox.tell(person, kind, about=about, at=at, occasion=occasion, context=context)

    return tell


def sent():
    return [message.subject for message in mail.outbox]


def cancelled():
    return list(Message.objects.filter(status="cancelled").values_list("kind", "reason"))


def test_news_of_a_plan_waits_a_little(tell):
    tell("tea_planned")
    delivery.send_waiting(AT)
    assert sent() == []
    delivery.send_waiting(AT + WAIT)
    assert sent() == ["Tea planned"]


def test_a_change_of_what_nobody_knows_yet_says_nothing_of_its_own(tell):
    tell("tea_planned")
    tell("tea_moved", occasion="1")
    delivery.send_waiting(AT + WAIT)
    assert sent() == ["Tea planned"]


def test_what_nobody_knew_of_is_undone_without_a_word(tell):
    tell("tea_planned")
    tell("tea_off", AT + timedelta(minutes=1))
    delivery.send_waiting(AT + timedelta(hours=1))
    assert sent() == []
    assert cancelled() == [("tea_planned", "newer")]


def test_newer_news_takes_back_the_older_that_waits(tell):
    tell("tea_planned")
    delivery.send_waiting(AT + WAIT)
    tell("tea_moved", AT + 2 * WAIT, occasion="1")
    tell("tea_off", AT + 2 * WAIT)
    delivery.send_waiting(AT + 3 * WAIT)
    assert sent() == ["Tea planned", "Tea off"]
    assert cancelled() == [("tea_moved", "newer")]


def test_news_of_another_thing_or_to_somebody_else_stays(tell, host, tea):
    tell("tea_moved", occasion="1")
    tell("tea_moved", occasion="1", about=UserFactory())
    other = UserFactory()
    outbox.tell(other, "tea_moved", about=host, at=AT, occasion="1", context={"partner": "Bo"})
    tell("tea_off")
    assert cancelled() == [("tea_moved", "newer")]


def test_changes_all_the_time_do_not_keep_somebody_from_hearing_of_it(tell):
    for minute in range(0, 10, 2):
        at = AT + timedelta(minutes=minute)
        tell("tea_moved", at, occasion=str(minute))
        delivery.send_waiting(at)
    assert sent() == ["Tea moved"]


def test_twenty_five_moves_are_a_few_mails_and_the_last_one_is_told(tell):
    for number in range(25):
        at = AT + timedelta(minutes=6 * number)
        delivery.send_waiting(at)
        tell("tea_moved", at, occasion=str(number))
    for minutes in range(150, 300):
        delivery.send_waiting(AT + timedelta(minutes=minutes))
    times = list(
        Message.objects.filter(status="sent").order_by("sent_at").values_list("sent_at", flat=True)
    )
    assert len(times) <= 10
    for third, first in zip(times[3:], times, strict=False):
        assert third - first >= timedelta(hours=1)
    assert Message.objects.get(occasion="24").status == "sent"


def test_what_would_come_too_late_does_not_wait_for_its_hour(tell):
    for number in range(3):
        at = AT + timedelta(minutes=6 * number)
        tell("tea_moved", at, occasion=str(number))
        delivery.send_waiting(at + WAIT)
    assert len(sent()) == 3
    at = AT + timedelta(minutes=20)
    tell("tea_off", at, until=at + timedelta(minutes=15))
    delivery.send_waiting(at + WAIT)
    assert sent()[-1] == "Tea off"
