from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from notifications.actions import outbox
from notifications.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


def told():
    return list(Message.objects.order_by("pk").values_list("to__name", "kind", "about", "status"))


def test_telling_twice_makes_one_message(tea):
    person = UserFactory(name="Ann")
    for _time in range(2):
        outbox.tell(person, tea, about="pair:1", at=AT, context={"partner": "Bo"})
    assert told() == [("Ann", "tea", "pair:1", "queued")]


def test_another_matter_is_told_again(tea):
    person = UserFactory(name="Ann")
    outbox.tell(person, tea, about="pair:1", at=AT)
    outbox.tell(person, tea, about="pair:2", at=AT)
    assert [about for _name, _kind, about, _status in told()] == ["pair:1", "pair:2"]


def test_news_taken_back_can_be_told_later(tea):
    person = UserFactory(name="Ann")
    outbox.tell(person, tea, about="pair:1", at=AT)
    assert outbox.take_back(tea, about="pair:1") == 1
    outbox.tell(person, tea, about="pair:1", at=AT)
    assert [status for *_rest, status in told()] == ["cancelled", "queued"]


def test_sent_news_is_not_taken_back(tea):
    person = UserFactory()
    outbox.tell(person, tea, about="pair:1", at=AT)
    Message.objects.update(status=Message.Status.SENT)
    assert outbox.take_back(tea, about="pair:1") == 0


def test_a_kind_nobody_registered_is_a_bug():
    with pytest.raises(KeyError):
        outbox.tell(UserFactory(), "unheard-of", about="pair:1", at=AT)


def test_account_mail_cannot_keep_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            to=UserFactory(), kind="code", about="x", is_account=True, body="1234"
        )
