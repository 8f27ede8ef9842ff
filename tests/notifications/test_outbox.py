from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from notifications import kinds
from notifications.actions import outbox
from notifications.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


def told():
    return list(Message.objects.order_by("pk").values_list("to__name", "kind", "status"))


def test_telling_twice_makes_one_message(tea, host):
    person = UserFactory(name="Ann")
    for _time in range(2):
        outbox.tell(person, tea, about=host, at=AT, context={"partner": "Bo"})
    assert told() == [("Ann", "tea", "queued")]


def test_another_row_and_another_occasion_are_told_again(tea, host):
    person, other = UserFactory(name="Ann"), UserFactory()
    outbox.tell(person, tea, about=host, at=AT)
    outbox.tell(person, tea, about=other, at=AT)
    outbox.tell(person, tea, about=host, at=AT, occasion="week:2")
    assert list(Message.objects.order_by("pk").values_list("about", "occasion")) == [
        (f"user:{host.pk}", ""),
        (f"user:{other.pk}", ""),
        (f"user:{host.pk}", "week:2"),
    ]


def test_many_are_told_with_the_same_number_of_queries(tea, host, cycle, django_assert_num_queries):
    for size in (1, 4):
        people = [UserFactory().pk for _one in range(size)]
        with django_assert_num_queries(1):
            assert outbox.tell_many(people, tea, about=host, scope=cycle, at=AT) == size
    assert Message.objects.of(cycle).count() == 5


def test_an_address_without_an_account_is_told(tea, host):
    outbox.tell_many(["a@example.org", "a@example.org"], tea, about=host, at=AT)
    assert Message.objects.get().goes_to == "a@example.org"


def test_a_message_leads_back_to_its_row(tea, host):
    outbox.tell(UserFactory(), tea, about=host, at=AT, occasion="week:2")
    message = Message.objects.get()
    assert kinds.row_of(message) == host
    host.delete()
    with pytest.raises(kinds.GoneError):
        kinds.row_of(message)


def test_a_row_that_is_not_saved_cannot_be_spoken_of(tea):
    with pytest.raises(ValueError, match="not saved"):
        outbox.tell(UserFactory(), tea, about=UserFactory.build(), at=AT)


def test_news_taken_back_can_be_told_later(tea, host):
    person = UserFactory(name="Ann")
    outbox.tell(person, tea, about=host, at=AT)
    assert outbox.take_back(tea, about=host) == 1
    assert Message.objects.get().get_reason_display() == "Taken back"
    outbox.tell(person, tea, about=host, at=AT)
    assert [status for *_rest, status in told()] == ["cancelled", "queued"]


def test_all_repeats_about_a_row_are_taken_back_and_no_others(tea, host):
    person, other = UserFactory(name="Ann"), UserFactory(name="Cy")
    for occasion in ("", "week:1"):
        outbox.tell_many([person, other], tea, about=host, at=AT, occasion=occasion)
    outbox.tell(person, tea, about=other, at=AT)
    assert outbox.take_back(tea, about=host, to=person) == 2
    assert Message.objects.filter(status="queued").count() == 3


def test_sent_news_is_not_taken_back(tea, host):
    outbox.tell(UserFactory(), tea, about=host, at=AT)
    Message.objects.update(status=Message.Status.SENT)
    assert outbox.take_back(tea, about=host) == 0


def test_a_kind_nobody_registered_is_a_bug(host):
    with pytest.raises(KeyError):
        outbox.tell(UserFactory(), "unheard-of", about=host, at=AT)


def test_account_mail_cannot_keep_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            to=UserFactory(), kind="code", about="x", is_account=True, body="1234"
        )
