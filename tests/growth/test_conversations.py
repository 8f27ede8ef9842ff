"""Talks with the manager: written down by either, read by both, theirs alone."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.conversations import actions
from growth.models import Conversation, PlanGoal, Share
from growth.signals import conversation_held
from notifications.models import Message
from people.models import User
from tests.factories import UserFactory
from tests.factories.growth import (
    ConversationFactory,
    PlanGoalFactory,
    RevisionFactory,
    ShareFactory,
    turn_on,
)
from tests.messages import LATE, SENT, UNTRUE, fate, remind, words_of

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = AT.date()
LIST = "/growth/talks/"


@pytest.fixture
def shared(noor, manager):
    return ShareFactory(
        owner=noor, reader=manager, what="conversations", talks_with=manager, as_manager=True
    )


def _values(**more):
    return {
        "held_on": "2021-06-14",
        "topic": "career",
        "agreed": "Two more examples first.",
        "next_step": "Tove asks who can cover.",
        "form_key": str(uuid.uuid4()),
    } | more


def _write(noor, by, **more):
    values = {"held_on": TODAY, "topic": "career", "agreed": "Yes.", "next_step": ""} | more
    return actions.write_down(noor, values, by=by, form_key=uuid.uuid4(), at=AT, today=TODAY)


def _post(client, person, address, values):
    client.force_login(person)
    with time_machine.travel(AT):
        return client.post(address, values)


def _their_page(noor):
    return reverse("growth:shared_conversations", args=[noor.pk])


def test_the_person_writes_a_talk_down_and_the_manager_reads_it(client, noor, manager, shared):
    assert _post(client, noor, LIST, _values()).url == LIST
    client.force_login(manager)
    page = client.get(_their_page(noor)).text
    assert "Two more examples first." in page
    assert "Tove asks who can cover." in page


def test_the_manager_writes_a_talk_down_and_the_person_reads_it(client, noor, manager, shared):
    _post(client, manager, _their_page(noor), _values(agreed="Noor leads the next triage."))
    talk = Conversation.objects.get()
    assert (talk.person, talk.manager, talk.written_by) == (noor, manager, manager)
    client.force_login(noor)
    assert "Noor leads the next triage." in client.get(LIST).text
    message = Message.objects.get()
    assert (message.to, message.kind) == (noor, "growth_conversation")


def test_nothing_reaches_the_manager_before_it_is_shared(client, noor, manager):
    _post(client, noor, LIST, _values())
    assert not Message.objects.exists()
    client.force_login(manager)
    assert client.get(_their_page(noor)).status_code == 404
    assert client.post(_their_page(noor), _values()).status_code == 404
    client.force_login(noor)
    assert "Tove cannot read it yet." in client.get(LIST).text


def test_sharing_and_taking_back_talks(client, noor, manager):
    _write(noor, noor)
    client.force_login(noor)
    client.post(reverse("growth:conversation_share", args=[manager.pk]))
    share = Share.objects.get()
    client.force_login(manager)
    assert client.get(_their_page(noor)).status_code == 200
    client.force_login(noor)
    client.post(reverse("growth:share_end", args=[share.pk]), {"next": LIST})
    client.force_login(manager)
    assert client.get(_their_page(noor)).status_code == 404


def test_sending_the_form_twice_writes_one_talk(client, noor, shared):
    values = _values()
    _post(client, noor, LIST, values)
    _post(client, noor, LIST, values)
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 1


def test_what_was_typed_stays_when_the_date_is_ahead(client, noor):
    answer = _post(client, noor, LIST, _values(held_on="2021-06-16"))
    assert "A talk you write down has to be in the past." in answer.text
    assert "Two more examples first." in answer.text
    assert not Conversation.objects.exists()


def test_without_a_manager_on_record_there_is_nobody_to_talk_with(client, noor):
    User.objects.filter(pk=noor.pk).update(manager=None)
    noor.refresh_from_db()
    client.force_login(noor)
    page = client.get(LIST).text
    assert "Nobody is on record as your manager." in page
    assert "A first one is a good start" not in page
    assert 'id="h-next"' not in page
    with pytest.raises(ValidationError) as error:
        _write(noor, noor)
    assert error.value.code == "no_manager"


def test_the_other_says_that_they_read_it(client, noor, manager, shared):
    talk = _write(noor, noor)
    seen = reverse("growth:conversation_seen", args=[talk.pk])
    _post(client, noor, seen, {})
    talk.refresh_from_db()
    assert talk.seen_at is None  # the writer knows what they wrote
    _post(client, manager, seen, {})
    talk.refresh_from_db()
    assert talk.seen_at is not None
    client.force_login(noor)
    assert "read by Tove on 15 June" in " ".join(client.get(LIST).text.split())


def test_a_change_has_to_be_read_again(client, noor, manager, shared):
    talk = _write(noor, noor)
    actions.mark_seen(talk, by=manager, at=AT)
    address = reverse("growth:conversation_edit", args=[talk.pk])
    _post(client, noor, address, _values(agreed="Three examples."))
    talk.refresh_from_db()
    assert (talk.agreed, talk.seen_at) == ("Three examples.", None)


def test_nobody_changes_what_the_other_wrote(client, noor, manager, shared):
    by_noor, by_manager = _write(noor, noor), _write(noor, manager)
    for person, talk in ((manager, by_noor), (noor, by_manager)):
        address = reverse("growth:conversation_edit", args=[talk.pk])
        assert _post(client, person, address, _values()).status_code == 404


def test_the_person_removes_any_talk_and_the_manager_their_own(client, noor, manager, shared):
    by_noor, by_manager, other = _write(noor, noor), _write(noor, manager), _write(noor, manager)
    remove = "growth:conversation_remove"
    assert _post(client, manager, reverse(remove, args=[by_noor.pk]), {}).status_code == 404
    _post(client, manager, reverse(remove, args=[by_manager.pk]), {})
    _post(client, noor, reverse(remove, args=[other.pk]), {})
    assert list(Conversation.objects.all()) == [by_noor]


# ---- Goals


def test_a_talk_is_tied_to_goals_and_its_next_step_becomes_one(client, noor, shared):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor))
    others = PlanGoalFactory()
    _post(client, noor, LIST, _values(goals=[goal.pk]))
    talk = Conversation.objects.get()
    assert list(talk.goals.all()) == [goal]
    answer = _post(client, noor, LIST, _values(goals=[others.pk]))
    assert answer.status_code == 200
    assert Conversation.objects.count() == 1

    make = reverse("growth:conversation_goal", args=[talk.pk])
    _post(client, noor, make, {})
    _post(client, noor, make, {})
    made = PlanGoal.objects.get(origin="conversation")
    assert made.text == "Tove asks who can cover."
    assert set(talk.goals.all()) == {goal, made}


def test_the_manager_sees_no_goals_of_a_plan_that_is_not_shared(client, noor, manager, shared):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor), text="Leave this team")
    talk = _write(noor, noor)
    talk.goals.add(goal)
    client.force_login(manager)
    page = client.get(_their_page(noor)).text
    assert "Leave this team" not in page
    assert "one goal" not in page


# ---- A new manager


@pytest.fixture
def new_manager(noor, manager, shared):
    new = UserFactory(name="Nia New")
    _write(noor, manager, agreed="Said with Tove.")
    User.objects.filter(pk=noor.pk).update(manager=new)
    noor.refresh_from_db()
    return new


def test_the_manager_before_loses_the_talks_at_once(client, noor, manager, new_manager):
    client.force_login(manager)
    assert client.get(_their_page(noor)).status_code == 404
    talk = Conversation.objects.get()
    for name in ("growth:conversation_edit", "growth:conversation_remove"):
        assert client.post(reverse(name, args=[talk.pk])).status_code == 404


def test_a_new_manager_reads_talks_of_before_only_when_they_are_shared(
    client, noor, manager, new_manager
):
    client.force_login(noor)
    client.post(reverse("growth:conversation_share", args=[new_manager.pk]))
    _write(noor, new_manager, agreed="Said with Nia.")
    client.force_login(new_manager)
    page = client.get(_their_page(noor)).text
    assert ("Said with Nia." in page, "Said with Tove." in page) == (True, False)

    client.force_login(noor)
    assert "Talks with Tove Anders, before" in client.get(LIST).text
    client.post(reverse("growth:conversation_share", args=[manager.pk]))
    client.force_login(new_manager)
    assert "Said with Tove." in client.get(_their_page(noor)).text


def test_talks_are_shared_with_nobody_but_managers_of_now_and_before(client, noor, stranger):
    client.force_login(noor)
    assert client.post(reverse("growth:conversation_share", args=[stranger.pk])).status_code == 404
    assert not Share.objects.exists()


# ---- Planned ones


def test_either_plans_a_talk_and_planning_again_moves_it(client, noor, manager, shared):
    address = reverse("growth:conversation_plan", args=[noor.pk])
    _post(client, noor, address, {"on": "2021-06-20", "topic": "career"})
    _post(client, manager, address, {"on": "2021-06-25", "topic": "review"})
    talk = Conversation.objects.get()
    assert (talk.state, talk.held_on, talk.topic) == ("planned", date(2021, 6, 25), "review")
    assert {message.to for message in Message.objects.all()} == {noor, manager}


def test_a_talk_is_planned_for_a_day_ahead(client, noor):
    address = reverse("growth:conversation_plan", args=[noor.pk])
    answer = _post(client, noor, address, {"on": "2021-06-14", "topic": "career"})
    assert "Choose a future date." in answer.text
    assert not Conversation.objects.exists()


def test_nobody_else_plans_a_talk(client, noor, manager, stranger):
    address = reverse("growth:conversation_plan", args=[noor.pk])
    for person in (stranger, manager):  # the manager not before talks are shared
        assert _post(client, person, address, {}).status_code == 404


def test_a_planned_talk_is_written_down_once_it_was_held(client, noor, manager, shared):
    heard = []

    def hear(sender, conversation, at, **kwargs):
        heard.append(conversation.pk)

    talk = actions.plan(
        noor, on=TODAY, topic="career", by=noor, at=AT - timedelta(days=1), today=TODAY
    )
    conversation_held.connect(hear)
    address = reverse("growth:conversation_edit", args=[talk.pk])
    _post(client, manager, address, _values())
    conversation_held.disconnect(hear)
    talk.refresh_from_db()
    assert (talk.state, talk.written_by, heard) == ("held", manager, [talk.pk])
    assert Message.objects.get(kind="growth_conversation_planned").status == "cancelled"


# ---- Mails and reminders


def test_mails_say_that_a_talk_is_there_and_nothing_of_it(noor, manager, shared):
    _write(noor, noor, agreed="I want to leave this team.")
    subject, body = words_of(Message.objects.get())
    assert subject == "Noor Castellane wrote down your talk of 15 June"
    assert _their_page(noor) in body
    assert "leave this team" not in subject + body


def test_after_its_year_a_plan_is_to_be_revisited_once(noor):
    RevisionFactory(plan__person=noor, starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31))
    before, day, long_after = (
        datetime(2021, 12, 31, 9, tzinfo=UTC),
        datetime(2022, 1, 1, 9, tzinfo=UTC),
        datetime(2022, 3, 1, 9, tzinfo=UTC),
    )
    assert remind("growth_revisit", before) == 0
    assert remind("growth_revisit", day) == 1
    assert remind("growth_revisit", day) == 0
    assert Message.objects.get().to == noor
    Message.objects.all().delete()
    assert remind("growth_revisit", long_after) == 0


@pytest.mark.parametrize(
    ("day", "talked_on", "reminded"),
    [
        ("2021-10-31", None, 0),  # more than two weeks before
        ("2021-11-01", None, 1),
        ("2021-11-15", None, 0),  # the review is open
        ("2021-11-05", date(2021, 10, 1), 0),  # they talked
        ("2021-11-05", date(2021, 5, 1), 1),  # long ago
    ],
)
def test_before_the_review_who_did_not_talk_is_reminded(noor, manager, day, talked_on, reminded):
    turn_on(review_on=date(2021, 11, 15))
    RevisionFactory(plan__person=noor)
    if talked_on:
        ConversationFactory(person=noor, held_on=talked_on)
    at = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    assert remind("growth_before_review", at) == reminded
    assert remind("growth_before_review", at) == 0
    if reminded:
        _subject, body = words_of(Message.objects.get(kind="growth_before_review"))
        assert "15 November 2021" in body
        assert "Tove Anders" in body


def test_nobody_is_reminded_where_growth_is_off(noor):
    RevisionFactory(plan__person=noor, starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31))
    at = datetime(2022, 1, 1, 9, tzinfo=UTC)
    turn_on("some", ["Finance"])
    assert remind("growth_revisit", at) == 0
    turn_on("off")
    assert remind("growth_revisit", at) == 0


def test_who_has_talked_meanwhile_is_not_reminded(noor):
    turn_on(review_on=date(2021, 11, 15))
    RevisionFactory(plan__person=noor)
    at = datetime(2021, 11, 5, 9, tzinfo=UTC)
    remind("growth_before_review", at)
    ConversationFactory(person=noor, held_on=date(2021, 11, 5))
    assert fate("growth_before_review", at) == UNTRUE


def test_a_reminder_before_the_review_is_not_sent_after_it(noor):
    turn_on(review_on=date(2021, 11, 15))
    RevisionFactory(plan__person=noor)
    remind("growth_before_review", datetime(2021, 11, 5, 9, tzinfo=UTC))
    assert fate("growth_before_review", datetime(2021, 11, 15, tzinfo=UTC)) in {LATE, UNTRUE}


def test_a_talk_planned_anew_at_once_is_one_mail_with_the_last_day(noor, manager, shared):
    for minute, days in enumerate((3, 5, 3)):
        at, on = AT + timedelta(minutes=minute), TODAY + timedelta(days=days)
        actions.plan(noor, on=on, topic="career", by=noor, at=at, today=TODAY)
    assert fate("growth_conversation_planned", AT + timedelta(minutes=5)) == SENT
    sent = Message.objects.get(status="sent")
    assert "18 June" in sent.subject


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_with_many_talks(
    client, noor, shared, count, django_assert_num_queries
):
    for _number in range(count):
        _write(noor, noor)
    client.force_login(noor)
    client.get(LIST)
    with django_assert_num_queries(10):
        assert client.get(LIST).status_code == 200


def test_planning_the_same_day_again_is_no_news(noor, manager, shared):
    for topic in ("career", "benefit"):
        plan = {"on": TODAY + timedelta(days=3), "topic": topic, "by": noor}
        actions.plan(noor, **plan, at=AT, today=TODAY)
    assert Conversation.objects.get().topic == "benefit"
    assert Message.objects.filter(kind="growth_conversation_planned").count() == 1


def test_a_change_keeps_what_it_does_not_name(noor):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor))
    talk = _write(noor, noor, next_step="Ask Tove")
    changed = actions.change(
        talk, {"agreed": "Other words."}, by=noor, at=AT, today=TODAY, goals=[goal]
    )
    assert (changed.agreed, changed.next_step) == ("Other words.", "Ask Tove")
    assert list(changed.goals.all()) == [goal]


def test_without_a_next_step_there_is_no_goal(noor):
    with pytest.raises(ValidationError) as refused:
        actions.make_goal(_write(noor, noor), at=AT)
    assert refused.value.code == "no_next_step"
