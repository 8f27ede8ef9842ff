"""The manager's answer, and the rounds that follow."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanGoal, PromotionRound, RoundAnswer
from growth.promotion.actions import reviews
from notifications.models import Message
from tests.concurrency import together
from tests.factories.growth import RevisionFactory
from tests.growth.promotion.helpers import (
    AT,
    LATER,
    SECRET,
    give_answer,
    more_wanted,
    send,
    sent_answer,
    words_on,
    write,
)
from tests.messages import words_of


def test_not_yet_says_what_is_missing_and_becomes_goals(
    client, noor, manager, document, claims, asked
):
    RevisionFactory(plan__person=noor)
    needs = {
        "claim_1": ("evidence", "One more example, from another division."),
        "claim_2": ("consistency", "The same when the plan changes halfway."),
    }
    send(client, manager, "review", asked.pk, sent_answer(claims, **needs), at=LATER)
    page = words_on(client, noor, "promotion_document", document.pk)
    for words in (
        "More evidence first.",
        "2 pillars need something more.",
        "Strong on results.",
        "One more example, from another division.",
        "More consistent behavior",
        "Put all 2 into my plan",
    ):
        assert words in page
    assert not PlanGoal.objects.exists()  # the plan is the person's: they put it in
    for _time in range(2):
        send(client, noor, "round_goals", asked.pk)
    goals = PlanGoal.objects.order_by("pk")
    assert [(goal.text, goal.origin, goal.claim) for goal in goals] == [
        ("Works with others: One more example, from another division.", "promotion", claims[0]),
        ("Gets results: The same when the plan changes halfway.", "promotion", claims[1]),
    ]
    goals.update(text="In my words")
    send(client, noor, "round_goals", asked.pk)
    assert goals.count() == 2
    assert "See them in my plan" in words_on(client, noor, "promotion_document", document.pk)


def test_a_second_round_moves_forward_and_the_first_stays_to_be_read(
    client, noor, manager, document, claims, asked
):
    send(client, manager, "review", asked.pk, more_wanted(claims), at=LATER)
    write(claims[0], "Now with another division.")
    send(client, noor, "promotion_ask", document.pk, at=LATER)
    second = PromotionRound.objects.get(number=2)
    send(
        client,
        manager,
        "review",
        second.pk,
        sent_answer(claims, "forward", "Nothing to add."),
        at=LATER,
    )
    page = words_on(client, noor, "promotion_document", document.pk)
    assert "It moves forward." in page
    assert "Nothing to add." in page
    first = words_on(client, noor, "promotion_round", asked.pk)
    assert SECRET in first
    assert "Now with another division." not in first
    assert "One more example, from another division." in first
    assert SECRET in words_on(client, manager, "review", asked.pk)
    with pytest.raises(ValidationError):
        reviews.ask(document, at=LATER)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"outcome": "more"}, "Choose at least one pillar"),
        ({"outcome": "forward", "claim_1": ("evidence", "More.")}, "does not move forward yet"),
        (
            {"outcome": "more", "claim_1": ("evidence", "  ")},
            "Say in words what you would like to see.",
        ),
        ({"outcome": ""}, "This field is required."),
        ({"outcome": "forward", "claim_2": ("", "")}, "This field is required."),
    ],
)
def test_an_answer_that_makes_no_sense_is_sent_back_as_typed(
    client, manager, claims, asked, values, message
):
    answer = send(client, manager, "review", asked.pk, sent_answer(claims, **values))
    assert message in answer.text
    assert "Strong on results." in answer.text
    assert not RoundAnswer.objects.exists()


def test_the_answer_is_told_without_its_words(client, noor, manager, claims, asked):
    send(client, manager, "review", asked.pk, more_wanted(claims), at=LATER)
    assert Message.objects.get(to=manager).status == "cancelled"
    subject, body = words_of(Message.objects.get(to=noor))
    assert subject == "Tove Anders reviewed your promotion document"
    for words in ("more", "Strong on results.", "division"):
        assert words not in subject + body


def test_an_answer_is_given_once(client, manager, claims, asked):
    send(client, manager, "review", asked.pk, more_wanted(claims), at=LATER)
    client.force_login(manager)
    address = reverse("growth:review", args=[asked.pk])
    again = client.post(address, sent_answer(claims, "forward"), follow=True)
    assert "You have answered this already." in again.text
    assert PromotionRound.objects.get().outcome == "more"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(document, claims, asked):
    said = together(
        lambda: give_answer(asked, claims, "forward"),
        lambda: give_answer(asked, claims, "more", claim_1=("evidence", "One more.")),
    )
    assert [getattr(one, "code", "done") for one in said].count("not_waiting") == 1
    row = PromotionRound.objects.get()
    document.refresh_from_db()
    assert document.state == row.outcome
    assert row.answers.count() == 2
    assert Message.objects.filter(kind="growth_review_answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_taking_back_at_once_leave_one_of_them(document, claims, item):
    write(claims[0], SECRET, [item])
    for _time in range(5):
        row = reviews.ask(document, at=AT)
        together(
            lambda row=row: give_answer(row, claims, "more", claim_1=("evidence", "One more.")),
            lambda: reviews.take_back(document, at=LATER),
        )
        row.refresh_from_db()
        assert (row.answered_at is None) != (row.taken_back_at is None)


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_is_one_round(document, claims):
    write(claims[0], SECRET)
    together(*[lambda: reviews.ask(document, at=AT)] * 2)
    assert PromotionRound.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "needs", "code"),
    [
        ("more", {}, "no_gap"),
        ("forward", {"claim_1": ("evidence", "More.")}, "gap"),
        ("more", {"claim_1": ("evidence", " ")}, "no_words"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(claims, asked, outcome, needs, code):
    with pytest.raises(ValidationError) as error:
        give_answer(asked, claims, outcome, **needs)
    assert error.value.code == code
    assert not RoundAnswer.objects.exists()
