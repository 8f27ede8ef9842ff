"""Applying for an opportunity, changing it and withdrawing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import Opportunity, OpportunityApplication, OpportunityDate, PlanGoal
from growth.opportunities.actions import applications
from notifications.models import Message
from people.actions import people
from tests.factories import UserFactory
from tests.factories.growth import RevisionFactory
from tests.growth.opportunities.helpers import (
    AT,
    BOARD,
    apply,
    code_of,
    covered,
    give_place,
    page_of,
    send,
    with_question,
    words_on,
)
from tests.messages import UNTRUE, fate, words_of


def test_somebody_applies_with_its_own_questions(client, shadow, dates, senior, manager, bo):
    with_question(shadow)
    RevisionFactory(plan__person=senior)
    page = words_on(client, senior, page_of(shadow))
    assert "Apply, and ask Tove for cover" in page
    assert "Tove sees dates and cover only" in page
    values = {"date": dates[0].pk, "q_question-1": "How they decide.", "into_plan": "on"}
    assert send(client, senior, page_of(shadow), values).status_code == 302
    sent = OpportunityApplication.objects.get()
    assert (sent.state, sent.cover, sent.date) == ("applied", "asked", dates[0])
    assert sent.response.answers.get().text == "How they decide."
    goal = PlanGoal.objects.get(opportunity_application=sent)
    assert (goal.origin, goal.due_on) == ("opportunity", date(2021, 7, 16))
    told = set(Message.objects.values_list("kind", "to"))
    assert told == {("growth_cover_asked", manager.pk), ("growth_opportunity_applied", bo.pk)}
    for message in Message.objects.all():
        assert "How they decide" not in "".join(words_of(message))


def test_what_was_typed_stays_when_something_is_missing(client, shadow, dates, senior):
    with_question(shadow)
    answer = send(client, senior, page_of(shadow), {"q_question-1": "How they decide."})
    assert "Choose dates." in answer.text
    assert "How they decide." in answer.text
    answer = send(client, senior, page_of(shadow), {"date": dates[0].pk, "q_question-1": ""})
    assert "This needs an answer" in answer.text
    assert not OpportunityApplication.objects.exists()


def test_an_internship_says_how_much_and_when(client, shadow, senior):
    Opportunity.objects.update(kind="internship")
    values = {"percent": "130", "starts_on": "2021-08-31", "ends_on": "2021-08-01"}
    answer = send(client, senior, page_of(shadow), values)
    assert "It cannot end before it begins." in answer.text
    assert "less than or equal to 100" in answer.text
    values |= {"percent": "30", "ends_on": "2021-11-30"}
    send(client, senior, page_of(shadow), values)
    sent = OpportunityApplication.objects.get()
    assert (sent.percent, sent.first_day, sent.last_day) == (
        30,
        date(2021, 8, 31),
        date(2021, 11, 30),
    )


@pytest.mark.parametrize(
    ("zone", "at", "is_open"),
    [
        ("UTC", datetime(2021, 6, 20, 23, 59, tzinfo=UTC), True),
        ("UTC", datetime(2021, 6, 21, 0, 0, tzinfo=UTC), False),
        ("Europe/Vienna", datetime(2021, 6, 20, 21, 59, tzinfo=UTC), True),
        ("Europe/Vienna", datetime(2021, 6, 20, 22, 0, tzinfo=UTC), False),
    ],
)
def test_the_last_day_ends_at_its_own_midnight(client, shadow, senior, zone, at, is_open):
    Opportunity.objects.update(zone=zone)
    answer = send(client, senior, page_of(shadow), {"x": "1"}, at=at)
    assert (answer.status_code == 302) is is_open
    assert OpportunityApplication.objects.exists() is is_open
    if not is_open:
        assert "Applications are not taken at the moment" in answer.text


def test_it_can_be_changed_until_the_last_day_and_cover_is_asked_anew(
    client, shadow, dates, senior, manager
):
    sent = covered(shadow, senior, date=dates[0])
    assert sent.cover == "arranged"
    send(client, senior, page_of(shadow), {"date": dates[0].pk})
    sent.refresh_from_db()
    assert sent.cover == "arranged"  # nothing changed
    assert "Change it" in words_on(client, senior, page_of(shadow))
    send(client, senior, page_of(shadow), {"date": dates[1].pk})
    sent.refresh_from_db()
    assert (sent.date, sent.cover, sent.cover_answered_by) == (dates[1], "asked", None)
    assert OpportunityApplication.objects.count() == 1


def test_nobody_applies_to_what_they_run(client, shadow, bo):
    shadow.not_divisions, shadow.min_months = [], None
    shadow.save()
    with pytest.raises(ValidationError) as error:
        apply(shadow, bo)
    assert code_of(error) == "runs_it"


def test_nothing_is_open_while_nobody_runs_it(client, shadow, senior, bo):
    people.deactivate(bo, by=UserFactory(is_staff=True), at=AT)
    assert "Nobody runs it at the moment" in words_on(client, senior, BOARD)
    with pytest.raises(ValidationError) as error:
        apply(shadow, senior)
    assert code_of(error) == "no_owner"


def test_withdrawing_frees_the_place_and_tells_those_who_run_it(client, shadow, dates, senior, bo):
    sent = give_place(covered(shadow, senior, date=dates[0]), bo)
    assert OpportunityDate.objects.with_taken().get(pk=dates[0].pk).free == 0
    assert fate("growth_opportunity_applied", AT + timedelta(minutes=10)) == UNTRUE
    send(client, senior, reverse("growth:opportunity_withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.state == "withdrawn"
    assert OpportunityDate.objects.with_taken().get(pk=dates[0].pk).free == 1
    assert Message.objects.filter(kind="growth_opportunity_withdrawn", to=bo).exists()
    assert apply(shadow, senior, date=dates[0]).pk != sent.pk  # applying anew is a new one


def test_who_applies_and_withdraws_at_once_troubles_nobody(shadow, senior, bo):
    applications.withdraw(apply(shadow, senior), at=AT)
    waiting = Message.objects.filter(to=bo, status="queued")
    assert not waiting.exists()


def test_somebody_who_leaves_wants_nothing_any_more(shadow, senior):
    sent = apply(shadow, senior)
    people.deactivate(senior, by=UserFactory(is_staff=True), at=AT)
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_a_goal_from_it_without_applying(client, shadow, senior):
    put = reverse("growth:opportunity_plan", args=[shadow.slug])
    answer = send(client, senior, put)
    assert answer.url == page_of(shadow)  # without a plan: says so, and leads back
    RevisionFactory(plan__person=senior)
    send(client, senior, put)
    send(client, senior, put)
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin) == ("Take part in “Security shadow”", "opportunity")
    sent = applications.apply(shadow, senior, {}, {}, at=AT, into_plan=True)
    assert PlanGoal.objects.get().opportunity_application == sent
