"""Those who run an opportunity read, answer, give places and take them back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth import home
from growth.models import OpportunityApplication
from growth.opportunities.actions import applications
from growth.signals import opportunity_done
from notifications.models import Message
from tests.concurrency import together
from tests.factories import UserFactory
from tests.growth.opportunities.helpers import (
    AT,
    apply,
    code_of,
    covered,
    give_place,
    page_of,
    send,
    with_question,
    words_on,
)
from tests.messages import words_of


def test_those_who_run_it_read_and_answer(client, shadow, dates, senior, bo):
    with_question(shadow)
    values = {"date": dates[0].pk, "q_question-1": "How they decide."}
    send(client, senior, page_of(shadow), values)
    sent = OpportunityApplication.objects.get()
    applications.answer_cover(sent, "arranged", words="", by=senior.manager, at=AT)
    assert "Noor Castellane" in words_on(
        client, bo, reverse("growth:applicant_list", args=[shadow.slug])
    )
    address = reverse("growth:opportunity_application", args=[sent.pk])
    assert "How they decide." in words_on(client, bo, address)
    assert [line.text for line in home.lines(bo, AT)] == [
        "One application for “Security shadow” waits for your answer."
    ]
    answer = send(client, bo, address, {"state": "declined", "words": ""})
    assert "Say in a sentence why. Noor reads it." in answer.text
    send(client, bo, address, {"state": "placed", "words": "Come at nine."})
    assert "Bo Ferriday: “Come at nine.”" in words_on(client, senior, page_of(shadow))
    message = Message.objects.get(kind="growth_opportunity_decided")
    assert "You have a place" in words_of(message)[0]
    assert "Come at nine" not in words_of(message)[1]
    assert home.lines(senior, AT)[0].text == (
        "“Security shadow” begins on Monday, 5 July, and you have a place."
    )


def test_where_no_place_is_free_one_waits(client, shadow, dates, senior, bo):
    first = UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)
    taken = give_place(covered(shadow, first, date=dates[0]), bo)
    answer = send(client, senior, page_of(shadow), {"date": dates[0].pk})
    sent = OpportunityApplication.objects.get(person=senior)
    assert (answer.status_code, sent.state) == (302, "waiting")
    applications.answer_cover(sent, "arranged", words="", by=senior.manager, at=AT)
    with pytest.raises(ValidationError) as error:
        give_place(sent, bo)
    assert code_of(error) == "no_place"
    applications.withdraw(taken, at=AT)
    assert give_place(sent, bo).state == "placed"


def test_a_place_without_dates_is_free_again_when_it_is_over(shadow, senior, bo):
    shadow.places = 1
    shadow.save()
    sent = give_place(covered(shadow, senior), bo)
    other = UserFactory(started_on=date(2019, 1, 1), manager=senior.manager)
    assert apply(shadow, other).state == "waiting"
    applications.mark_done(sent, on=AT.date(), by=bo, at=AT)
    assert apply(shadow, other).state == "applied"


def test_a_place_can_be_taken_back_and_given_after_all(shadow, senior, bo):
    sent = give_place(covered(shadow, senior), bo)
    back = applications.decide(sent, "declined", words="We moved it.", by=bo, at=AT)
    assert give_place(back, bo).state == "placed"
    applications.decide(sent, "declined", words="We moved it.", by=bo, at=AT)
    apply(shadow, senior)
    with pytest.raises(ValidationError) as error:
        give_place(back, bo)
    assert code_of(error) == "applied_anew"


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(shadow, dates, bo, manager):
    sent = []
    for _number in range(3):
        person = UserFactory(started_on=date(2019, 1, 1), manager=manager)
        sent.append(covered(shadow, person, date=dates[0]))
    came = together(*(lambda one=one: give_place(one, bo) for one in sent))
    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [error.code for error in refused] == ["no_place"] * 2
    assert OpportunityApplication.objects.filter(state="placed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sending_it_twice_at_once_is_one_application(shadow, senior):
    came = together(*[lambda: apply(shadow, senior)] * 3)
    assert len({one.pk for one in came}) == 1
    assert OpportunityApplication.objects.count() == 1


def test_done_is_said_by_those_who_run_it_and_heard_by_others(client, shadow, dates, senior, bo):
    heard = []

    def hear(sender, application, at, **kwargs):
        heard.append((application.person, application.done_on))

    sent = give_place(covered(shadow, senior, date=dates[0]), bo)
    done = reverse("growth:opportunity_done", args=[sent.pk])
    opportunity_done.connect(hear)
    try:
        after = datetime(2021, 7, 19, 12, tzinfo=UTC)
        answer = send(client, bo, done, {"done_on": "2021-07-20"}, at=after)
        assert "Choose a day that is over." in answer.text
        answer = send(client, bo, done, {"done_on": "2021-07-01"}, at=after)
        assert "It had not begun by then." in answer.text
        send(client, bo, done, {"done_on": "2021-07-16"}, at=after)
    finally:
        opportunity_done.disconnect(hear)
    assert heard == [(senior, date(2021, 7, 16))]
    assert "Done" in words_on(client, senior, page_of(shadow), at=after)
