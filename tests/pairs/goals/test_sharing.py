"""Who reads a goal, changes it and hears of it."""

from datetime import timedelta

import pytest
import time_machine

from notifications import kinds
from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.goals import steps, writing
from pairs.models import Goal, Pair
from tests.factories import PairFactory, ParticipationFactory
from tests.messages import SENT, UNTRUE, fate, words_of
from tests.pairs.addresses import page
from tests.pairs.goals.helpers import change, shared_goal, shown
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_goal_is_private_until_it_is_shared_on_purpose(client, pair, mentor, mentee):
    client.force_login(mentee)
    client.post(page("goal_add", pair), {"text": "Draft words of mine"})
    goal = pair.mentee.goals.get()
    assert "Only you read this goal" in shown(client, "goal_detail", pair, goal.pk)

    client.force_login(mentor)
    for name in ("pair_detail", "goal_list"):
        assert "Draft words" not in shown(client, name, pair)
    assert "Draft words" not in client.get("/").content.decode()
    for name in ("goal_detail", "goal_edit"):
        assert client.get(page(name, pair, goal.pk)).status_code == 404
    assert client.post(page("step_add", pair, goal.pk), {"text": "x"}).status_code == 404
    assert change(client, pair, goal, "share").status_code == 404

    client.force_login(mentee)
    writing.change(goal, {"text": "Shared words"}, at=AT + timedelta(hours=1), seen=AT)
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        change(client, pair, goal, "share")
        change(client, pair, goal, "share")
        client.force_login(mentor)
        text = shown(client, "goal_detail", pair, goal.pk)
        assert "Shared words" in text
        assert "Draft words" not in text
        assert change(client, pair, goal, "private").status_code == 404
        client.force_login(mentee)
        assert "Draft words" in shown(client, "goal_detail", pair, goal.pk)
        change(client, pair, goal, "private")
        client.force_login(mentor)
        assert client.get(page("goal_detail", pair, goal.pk)).status_code == 404


def test_partner_changes_what_is_shared_and_versions_say_what_changed(client, pair, mentor):
    goal = shared_goal(pair)
    client.force_login(mentor)
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": "Lead two incidents", "progress": "40", "seen": form["seen"].value()}
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        client.post(page("goal_edit", pair, goal.pk), data)
    for name, rest in (("goal_detail", [goal.pk]), ("goal_list", [])):
        text = shown(client, name, pair, *rest)
        assert "<del>Lead one incident</del>" in text
        assert "<ins>Lead two incidents</ins>" in text
        assert "Mona Mentor" in text
    assert "40%" in shown(client, "goal_list", pair)
    goal.refresh_from_db()
    writing.change(goal, {"progress": 40}, at=AT + timedelta(days=2), seen=goal.changed_at)
    assert goal.versions.count() == 2  # saving it as it is makes no version


def test_former_partner_reads_no_version_and_no_step_from_after_the_end(client, pair, mentor):
    goal = shared_goal(pair)
    steps.add(goal, "Shadow two shifts", at=AT)
    pairs.end(pair, reason="no_time", by=mentor, at=AT + timedelta(hours=1))
    client.force_login(mentor)
    text = shown(client, "goal_detail", pair, goal.pk)
    assert "Lead one incident" in text
    assert "Shadow two shifts" not in text
    assert client.post(page("step_add", pair, goal.pk), {"text": "x"}).status_code == 404
    assert "Shadow" not in shown(client, "pair_detail", pair)
    other = shared_goal(pair, "Shared with the next one")
    Goal.objects.filter(pk=other.pk).update(shared_at=AT + timedelta(days=2))
    assert client.get(page("goal_detail", pair, other.pk)).status_code == 404


def test_mentor_of_several_is_told_that_all_of_them_read_it(client, pair, mentor):
    client.force_login(mentor)
    assert "Share it with Mia" in shown(client, "goal_add", pair)
    other = ParticipationFactory(cycle=pair.cycle, role=pair.mentee.role)
    Pair.objects.begin(cycle=pair.cycle, mentor=pair.mentor, mentee=other, starts_on=pair.starts_on)
    assert "everyone you are paired with" in shown(client, "goal_add", pair)


def test_goals_of_another_pair_do_not_exist_here(client, pair, mentee):
    foreign = shared_goal(PairFactory(cycle=pair.cycle))
    client.force_login(mentee)
    for name in ("goal_detail", "goal_edit"):
        assert client.get(page(name, pair, foreign.pk)).status_code == 404


def test_the_partner_hears_once_that_a_goal_is_shared_and_may_switch_that_off(
    client, pair, mentee, mentor
):
    goal = writing.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    assert not Message.objects.filter(kind="goal_shared").exists()
    client.force_login(mentee)
    for what in ("share", "private", "share"):
        change(client, pair, goal, what)
    [message] = Message.objects.filter(kind="goal_shared")
    assert (message.to, message.scope) == (mentor, "")
    subject, body = words_of(message)
    assert page("goal_detail", pair, goal.pk) in body
    assert "Lead one incident" not in subject + body
    assert "goal_shared" in {kind.name for kind in kinds.offered_to(mentor)}
    assert fate("goal_shared", AT + timedelta(minutes=6)) == SENT


def test_news_of_a_goal_that_is_private_again_or_of_a_pair_that_ended_is_not_sent(pair, mentor):
    goal = shared_goal(pair)
    writing.keep_private(goal)
    assert fate("goal_shared", AT + timedelta(minutes=6)) == UNTRUE
    shared_goal(pair, "Another")
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert fate("goal_shared", AT + timedelta(minutes=6)) == UNTRUE


def test_goal_is_shared_on_purpose_only(client, pair, mentee):
    client.force_login(mentee)
    address = page("goal_add", pair)
    assert client.get(address).context["wants_share"] is False
    typed = client.post(address, {"kind": "six", "text": "", "share": "yes"})
    assert typed.context["wants_share"] is True
