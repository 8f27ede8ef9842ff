"""Reminders: the clock finds who is to be told; each person once for each occasion."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications import due, kinds
from notifications.actions import delivery, outbox, repairs
from notifications.kinds import News, Reminder
from notifications.models import Message
from people.models import User
from tests.factories import UserFactory
from tests.notifications.conftest import Tea

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 29, 9, tzinfo=UTC)


class Cake(Tea, Reminder):
    """Everybody who is not away, on each day."""

    name = "tea"
    counted_as = "reminders of cake"

    def due(self, at):
        for person in User.objects.exclude(about="away"):
            yield News(person.pk, person, occasion=f"day:{at:%j}", context={"partner": "Bo"})


@pytest.fixture
def remind(tea):
    kinds.forget(tea)
    kinds.register(Cake)
    return lambda at: outbox.remind(kinds.get("tea"), at)["reminders of cake"]


def test_everybody_is_reminded_once_for_each_occasion(remind):
    UserFactory.create_batch(2)
    assert [remind(AT), remind(AT), remind(AT + timedelta(days=1))] == [2, 0, 2]


@pytest.mark.parametrize("size", [1, 4])
def test_the_queries_do_not_grow_with_the_people(remind, size, django_assert_num_queries):
    UserFactory.create_batch(size)
    with django_assert_num_queries(6):  # with two for the savepoint
        assert remind(AT) == size


def test_what_was_untrue_or_too_late_or_taken_out_is_not_written_anew(remind):
    away, late, out = UserFactory.create_batch(3)
    remind(AT)
    User.objects.filter(pk=away.pk).update(about="away")
    repairs.discard(Message.objects.get(to=out))
    Message.objects.filter(to=late).update(created_at=AT - timedelta(days=9))
    delivery.send_waiting(AT)
    User.objects.update(about="")
    assert set(Message.objects.values_list("to", "status", "reason")) == {
        (away.pk, "cancelled", "not_true"),
        (late.pk, "late", ""),
        (out.pk, "cancelled", "discarded"),
    }
    assert remind(AT) == 0


def test_what_was_taken_back_is_due_again(remind):
    person = UserFactory()
    remind(AT)
    outbox.take_back("tea", about=person)
    assert remind(AT) == 1


def test_reminders_of_all_apps_are_due_work():
    names = {kind.name for kind in kinds.registered() if isinstance(kind, Reminder)}
    assert names <= set(due.names())
