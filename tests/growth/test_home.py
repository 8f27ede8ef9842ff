"""One line each on the home page, for those who use growth."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from growth import home
from growth.plans.actions import goals
from tests.factories import PairFactory, UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    ConversationFactory,
    PlanGoalFactory,
    RevisionFactory,
    ShareFactory,
    turn_on,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)


def _said(person):
    return [line.text for line in home.lines(person, AT)]


def test_nothing_is_said_to_those_who_do_not_use_it(noor):
    assert home.lines(noor, AT) == []


def test_the_next_talk_and_what_is_due_are_said(client, noor, manager):
    revision = RevisionFactory(
        plan__person=noor, starts_on=date(2021, 4, 1), ends_on=date(2022, 3, 31)
    )
    goal = PlanGoalFactory(revision=revision, due_on=date(2021, 6, 30))
    goal.actions.create(text="Late", due_on=date(2021, 5, 1))
    goal.actions.create(text="Done", due_on=date(2021, 5, 1), done_on=date(2021, 5, 1))
    goal.actions.create(text="Next quarter", due_on=date(2021, 7, 1))
    ConversationFactory(person=noor, state="planned", agreed="", held_on=date(2021, 6, 21))
    assert _said(noor) == [
        "You talk with Tove Anders about your growth on Monday, 21 June.",
        "One goal or step of your plan is due this quarter.",
        "One goal or step of your plan is past its date.",
    ]
    client.force_login(noor)
    with time_machine.travel(AT):
        assert "You talk with Tove Anders about your growth" in client.get("/").text


def test_a_linked_goal_is_due_while_the_mentorship_works_on_it(noor):
    RevisionFactory(plan__person=noor, starts_on=date(2021, 4, 1), ends_on=date(2022, 3, 31))
    theirs = PairFactory(mentee__person=noor).mentee.goals.create(text="Lead one incident")
    goal = goals.link(noor, theirs, at=AT)
    goals.change(goal, {"due_on": date(2021, 6, 1)}, at=AT, seen=goal.changed_at)
    assert _said(noor) == ["One goal or step of your plan is past its date."]
    theirs.state = "reached"
    theirs.save()
    assert _said(noor) == []


def test_a_manager_hears_of_talks_and_of_what_is_shared(noor, manager):
    talk = ConversationFactory(person=noor)
    assert _said(manager) == []
    ShareFactory(
        owner=noor, reader=manager, what="conversations", talks_with=manager, as_manager=True
    )
    assert _said(manager) == [
        "Noor Castellane wrote down your talk of 1 June.",
        "One colleague shares their growth with you.",
    ]
    talk.seen_at = AT
    talk.save()
    assert _said(manager) == ["One colleague shares their growth with you."]


def test_a_partner_hears_that_evidence_waits_for_their_word(noor, manager):
    item = BinderItemFactory(person=noor, source="kudos", partner=manager, asked_at=AT)
    assert _said(manager) == ["Noor Castellane asks whether others may read something of yours."]
    BinderItemFactory(source="kudos", partner=manager, asked_at=AT)
    assert _said(manager) == ["2 colleagues ask whether others may read something of yours."]
    item.delete()
    manager.growth_consents.update(declined_at=AT)
    assert _said(manager) == []


def test_a_talk_planned_with_a_manager_before_is_not_said(noor, manager):
    ConversationFactory(person=noor, state="planned", agreed="", held_on=date(2021, 6, 21))
    noor.manager = UserFactory()
    noor.save()
    assert _said(noor) == []


@pytest.mark.parametrize("state", ["off", "some"])
def test_no_query_is_made_where_growth_is_off(noor, state, django_assert_num_queries):
    ConversationFactory(person=noor, state="planned", agreed="", held_on=date(2021, 6, 21))
    turn_on(state, ["Finance"] if state == "some" else [])
    home.lines(UserFactory(), AT)  # the switch is known from now on
    with django_assert_num_queries(0 if state == "off" else 8):
        assert home.lines(noor, AT) == []


def test_the_navigation_has_growth_for_those_it_is_on_for(client, noor):
    client.force_login(noor)
    assert 'href="/growth/"' in client.get("/").text
    turn_on("some", ["Finance"])
    assert 'href="/growth/"' not in client.get("/").text
    assert client.get("/growth/").status_code == 404
    assert client.get("/growth/shared/").status_code == 200


def test_a_talk_whose_day_is_over_is_asked_about(noor, manager):
    ConversationFactory(person=noor, state="planned", agreed="", held_on=date(2021, 6, 14))
    assert _said(noor) == [
        "Did you talk with Tove Anders on Monday, 14 June? Write down what you agreed on."
    ]
