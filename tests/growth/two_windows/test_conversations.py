"""A talk in two windows."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from growth.conversations import actions as talks
from growth.models import Conversation
from tests.concurrency import together
from tests.factories import UserFactory
from tests.factories.growth import ConversationFactory, ShareFactory, turn_on
from tests.growth.two_windows.helpers import AT, CHANGED, LATER, TODAY, as_opened


@pytest.fixture
def shared(noor, manager):
    return ShareFactory(
        owner=noor, reader=manager, what="conversations", talks_with=manager, as_manager=True
    )


def _talk(**more):
    values = {"held_on": "2021-06-14", "topic": "career", "agreed": "Yes.", "next_step": ""}
    return values | {"form_key": str(uuid.uuid4())} | more


def test_words_changed_after_a_step_back_are_kept(client, noor):
    client.force_login(noor)
    sent = _talk(agreed="Two exmples first.")
    client.post("/growth/talks/", sent)
    client.post("/growth/talks/", sent | {"agreed": "Two examples first."})
    assert Conversation.objects.get().agreed == "Two examples first."


def test_both_write_down_what_came_of_a_planned_talk(client, noor, manager, shared):
    talk = ConversationFactory(person=noor, manager=manager, state="planned", held_on=TODAY)
    address = reverse("growth:conversation_edit", args=[talk.pk])
    mine = as_opened(client, noor, address) | {"agreed": "I lead the triage."}
    theirs = as_opened(client, manager, address) | {"agreed": "She leads the triage."}
    client.force_login(noor)
    assert client.post(address, mine).status_code == 302
    client.force_login(manager)
    answer = client.post(address, theirs)
    assert "Noor Castellane wrote this talk down meanwhile." in answer.text
    assert "She leads the triage." in answer.text
    assert Conversation.objects.get().agreed == "I lead the triage."
    assert client.get(address).status_code == 404


def test_a_talk_in_two_windows(client, noor, manager):
    talk = ConversationFactory(person=noor, manager=manager, written_by=noor, agreed="First.")
    address = reverse("growth:conversation_edit", args=[talk.pk])
    one = as_opened(client, noor, address) | {"agreed": "Second."}
    other = as_opened(client, noor, address) | {"agreed": "Third."}
    with time_machine.travel(LATER):
        client.post(address, one)
        answer = client.post(address, other)
        assert CHANGED in answer.text
        assert "Third." in answer.text
        assert Conversation.objects.get().agreed == "Second."
        again = other | {"seen": answer.context["form"]["seen"].value()}
        client.post(address, again)
    assert Conversation.objects.get().agreed == "Third."


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_in_the_same_moment_is_one_talk():
    turn_on()
    person = UserFactory(manager=UserFactory())
    values = {"held_on": TODAY, "topic": "career", "agreed": "Yes.", "next_step": ""}
    key = uuid.uuid4()

    def write():
        return talks.write_down(person, values, by=person, form_key=key, at=AT, today=TODAY)

    one, other = together(write, write)
    assert one.pk == other.pk
    assert Conversation.objects.count() == 1
