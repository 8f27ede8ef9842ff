"""Asking the manager, and what they read of it, also of a pair."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.binder import actions as binder
from growth.models import PromotionRound
from growth.promotion.actions import documents, reviews
from notifications.models import Message
from people.models import User
from tests.factories import UserFactory
from tests.factories.growth import GrowthOrganizerFactory
from tests.growth.promotion.helpers import AT, LATER, SECRET, more_wanted, send, words_on, write
from tests.messages import SENT, fate, words_of


def test_the_manager_reads_it_once_they_are_asked_and_not_before(
    client, noor, manager, document, asked
):
    page = words_on(client, manager, "review", asked.pk)
    for words in (
        SECRET,
        "Three teams use it.",
        "1 of 3 examples",
        "Noor asked you on 1 October 2021",
    ):
        assert words in page
    assert "Noor Castellane" in shared_with(client, manager)
    assert words_on(client, manager, "promotion_document", document.pk) == 404
    client.force_login(noor)
    assert "round 1, since 1 October 2021" in " ".join(client.get("/growth/sharing/").text.split())


def shared_with(client, person):
    client.force_login(person)
    return " ".join(client.get("/growth/shared/").text.split())


def test_nobody_else_finds_it(
    client, noor, manager, document, claims, asked, organizer, administrator
):
    others = [organizer, administrator, UserFactory(), GrowthOrganizerFactory().person]
    for person in others:
        for name, pk in (
            ("promotion_document", document.pk),
            ("promotion_sheet", document.pk),
            ("promotion_markdown", document.pk),
            ("claim", claims[0].pk),
            ("promotion_round", asked.pk),
            ("review", asked.pk),
        ):
            assert words_on(client, person, name, pk) == 404
        assert send(client, person, "review", asked.pk, more_wanted(claims)).status_code == 404
    assert not Message.objects.exclude(to=manager).exists()


def test_asking_takes_words_and_a_manager(client, noor, manager, document, claims):
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=AT)
    assert error.value.code == "empty"
    write(claims[0], SECRET)
    User.objects.filter(pk=noor.pk).update(manager=None)
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=AT)
    assert error.value.code == "no_manager"
    assert "Nobody is on record as your manager" in words_on(
        client, noor, "promotion_document", document.pk
    )


def test_asking_twice_asks_once(client, noor, document, claims):
    write(claims[0], SECRET)
    for _time in range(2):
        send(client, noor, "promotion_ask", document.pk)
    assert PromotionRound.objects.count() == 1
    assert Message.objects.count() == 1


def test_it_stays_as_asked_until_it_is_taken_back(client, noor, manager, document, claims, asked):
    with pytest.raises(ValidationError) as error:
        write(claims[0], "Something else")
    assert error.value.code == "wrong_state"
    assert words_on(client, noor, "claim", claims[0].pk) == 302
    with pytest.raises(ValidationError) as error:
        documents.close(document, at=AT)
    assert error.value.code == "under_review"
    for _time in range(2):
        send(client, noor, "promotion_take_back", document.pk)
    assert words_on(client, manager, "review", asked.pk) == 404
    assert SECRET not in shared_with(client, manager)
    assert Message.objects.get().status == "cancelled"
    write(claims[0], "Something else")
    document.refresh_from_db()
    assert document.state == "writing"


def test_the_mail_says_that_it_is_there_and_nothing_of_it(noor, manager, document, asked):
    subject, body = words_of(Message.objects.get())
    assert subject == "Noor Castellane asks you to review a promotion document"
    assert reverse("growth:review", args=[asked.pk]) in body
    for words in (SECRET, "Senior to staff", "Hand-over"):
        assert words not in subject + body
    assert fate("growth_review_asked", AT + timedelta(minutes=6)) == SENT


def test_a_pairs_evidence_is_in_the_review_only_with_both_yeses(
    client, noor, manager, document, claims
):
    giver = UserFactory(name="Bo Ferriday")
    kudos = binder.add_kudos(
        noor, giver, {"title": "Triage", "words": "She asked the question."}, at=AT
    )
    write(claims[0], SECRET, [kudos])
    asked = reviews.ask(document, at=AT)

    def seen():
        pages = (
            words_on(client, manager, "review", asked.pk),
            words_on(client, noor, "promotion_sheet", document.pk),
            words_on(client, noor, "promotion_markdown", document.pk),
            words_on(client, noor, "promotion_round", asked.pk),
        )
        return ["She asked the question." in page for page in pages]

    assert seen() == [False] * 4
    own = words_on(client, noor, "promotion_document", document.pk)
    assert "Waiting for Bo Ferriday to agree" in own
    assert "0 of 3 examples" in own
    binder.answer(kudos, agrees=True, at=AT, seen=AT)
    assert seen() == [True] * 4
    binder.answer(kudos, agrees=False, at=LATER, seen=None)
    assert seen() == [False] * 4
    binder.remove(kudos)
    assert seen() == [False] * 4
