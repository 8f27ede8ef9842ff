"""A manager who changes, is reminded, or answered once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from growth.models import PromotionRound, RoundAnswer
from growth.promotion.actions import reviews
from notifications.models import Message
from people.models import User
from tests.factories import UserFactory
from tests.factories.growth import turn_on
from tests.growth.promotion.helpers import (
    AT,
    LATER,
    SECRET,
    give_answer,
    more_wanted,
    send,
    words_on,
)
from tests.messages import SENT, UNTRUE, fate, remind, words_of


@pytest.fixture
def new_manager(noor, asked):
    new = UserFactory(name="Nia New")
    User.objects.filter(pk=noor.pk).update(manager=new)
    noor.refresh_from_db()
    return new


def test_a_manager_of_before_loses_it_at_once_and_the_new_one_is_offered(
    client, noor, manager, document, claims, asked, new_manager
):
    for person in (manager, new_manager):
        assert words_on(client, person, "review", asked.pk) == 404
    assert send(client, manager, "review", asked.pk, more_wanted(claims)).status_code == 404
    page = words_on(client, noor, "promotion_document", document.pk)
    assert "Tove Anders is no longer your manager" in page
    assert "Ask Nia to review" in page
    send(client, noor, "promotion_ask", document.pk, at=LATER)
    second = PromotionRound.objects.get(number=2)
    assert SECRET in words_on(client, new_manager, "review", second.pk)
    assert words_on(client, new_manager, "review", asked.pk) == 404
    asked.refresh_from_db()
    assert asked.taken_back_at == LATER


def test_the_person_hears_that_a_review_ended_with_its_manager_and_it_does_not_come_back(
    client, noor, manager, document, asked, new_manager
):
    for _time in range(2):
        reviews.end_outlived(LATER)
    told = Message.objects.filter(kind="growth_review_ended")
    subject, body = words_of(told.get())
    assert "Nia New" in body
    assert SECRET not in subject + body
    User.objects.filter(pk=noor.pk).update(manager=manager)
    assert words_on(client, manager, "review", asked.pk) == 404
    document.refresh_from_db()
    assert document.state == "writing"


def test_a_mail_to_a_manager_of_before_is_not_sent(asked, new_manager):
    assert fate("growth_review_asked", AT + timedelta(minutes=6)) != SENT


def test_a_manager_whose_review_waits_is_reminded_once(noor, manager, asked):
    kind = "growth_review_reminder"
    assert remind(kind, AT + timedelta(days=6)) == 0
    week = AT + timedelta(days=7)
    assert (remind(kind, week), remind(kind, week)) == (1, 0)
    mail = Message.objects.get(kind=kind)
    subject, body = words_of(mail)
    assert (mail.to, subject) == (
        manager,
        "Noor Castellane waits for your review of a promotion document",
    )
    assert "Noor asked you on 1 October to review a promotion document" in body
    assert SECRET not in body
    assert reverse("growth:review", args=[asked.pk]) in body
    assert fate(kind, week) == SENT


@pytest.mark.parametrize("change", ["taken back", "answered", "another manager"])
def test_nobody_is_reminded_of_a_review_that_no_longer_waits(noor, document, claims, asked, change):
    kind, week = "growth_review_reminder", AT + timedelta(days=7)
    assert remind(kind, week) == 1
    if change == "taken back":
        reviews.take_back(document, at=week)
    elif change == "answered":
        answers = {claims[0]: (RoundAnswer.Needs.NOTHING, "")}
        reviews.answer(asked, PromotionRound.Outcome.FORWARD, "", answers, at=week)
    else:
        User.objects.filter(pk=noor.pk).update(manager=UserFactory())
        assert fate(kind, week) == UNTRUE
    assert Message.objects.get(kind=kind).status == Message.Status.CANCELLED
    assert remind(kind, week + timedelta(days=1)) == 0


def test_a_manager_hears_nothing_while_growth_is_off(asked):
    kind, week = "growth_review_reminder", AT + timedelta(days=7)
    turn_on(state="off")
    assert remind(kind, week) == 0
    turn_on()
    assert remind(kind, AT + timedelta(days=40)) == 0  # no flood of what is long over


def test_an_answered_round_is_read_by_the_manager_who_answered_while_they_are_it(
    client, noor, manager, claims, asked
):
    give_answer(asked, claims)
    assert SECRET in words_on(client, manager, "review", asked.pk)
    assert "can still read what you asked about" in words_on(
        client, noor, "promotion_document", asked.document_id
    )
    User.objects.filter(pk=noor.pk).update(manager=UserFactory())
    assert words_on(client, manager, "review", asked.pk) == 404
