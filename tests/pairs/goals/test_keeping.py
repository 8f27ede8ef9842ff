"""Goals removed and brought back, finished, and looked at again."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from pairs.actions import pairs
from pairs.actions.goals import steps, writing
from pairs.actions.sessions import logs
from pairs.models import Goal
from tests.pairs.addresses import page
from tests.pairs.goals.helpers import change, shared_goal, shown
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_removed_goal_is_gone_and_comes_back(client, pair, mentor, mentee):
    goal = shared_goal(pair)
    client.force_login(mentor)
    assert change(client, pair, goal, "remove").status_code == 404
    client.force_login(mentee)
    for _twice in range(2):
        change(client, pair, goal, "remove")
    assert "Lead one incident" not in shown(client, "pair_detail", pair)
    assert "Bring back" in shown(client, "goal_list", pair)
    assert client.get(page("goal_edit", pair, goal.pk)).status_code == 404
    for _twice in range(2):
        change(client, pair, goal, "back")
    assert "Lead one incident" in shown(client, "pair_detail", pair)
    assert change(client, pair, goal, "nonsense").status_code == 404


def test_removed_goal_does_not_come_back_as_the_eleventh(client, pair, mentee):
    goal = shared_goal(pair)
    writing.remove(goal, at=AT)
    for number in range(writing.MOST):
        shared_goal(pair, f"Goal {number}")
    client.force_login(mentee)
    response = client.post(page("goal_change", pair, goal.pk), {"change": "back"}, follow=True)
    assert "hard to follow" in response.content.decode()
    goal.refresh_from_db()
    assert goal.removed_at == AT


def test_finished_goals_are_folded_and_told_kindly(client, pair, mentor):
    goal = shared_goal(pair)
    writing.change(goal, {"state": "partly", "closing": "I led one."}, at=AT, seen=AT)
    client.force_login(mentor)
    text = shown(client, "pair_detail", pair)
    assert "1 finished goal" in text
    assert "Partly reached" in text
    assert "failed" not in text[text.index("<main") : text.index("</main>")].lower()


def hold(pair, count, after):
    for number in range(count):
        day = AT.date() + timedelta(days=after + number)
        at = AT + timedelta(days=after + number)
        said = logs.Log(held_on=day)
        logs.log(pair, said, by=pair.mentee.person, at=at, form_key=uuid.uuid4())


def test_every_third_session_asks_whether_the_goal_still_holds(client, pair, mentee, mentor):
    goal = shared_goal(pair)
    hold(pair, 2, after=1)
    asked = "Is it still the right one?"
    with time_machine.travel(AT + timedelta(days=20), tick=False):
        client.force_login(mentee)
        assert asked not in shown(client, "pair_detail", pair)
        hold(pair, 1, after=5)
        assert asked in shown(client, "pair_detail", pair)
        client.force_login(mentor)
        assert asked not in shown(client, "pair_detail", pair)
        client.force_login(mentee)
        change(client, pair, goal, "holds")
        assert asked not in shown(client, "pair_detail", pair)
        Goal.objects.update(looked_at=AT)
        assert asked in shown(client, "pair_detail", pair)
        pair.cycle.goal_check_sessions = 0
        pair.cycle.save(update_fields=["goal_check_sessions"])
        assert asked not in shown(client, "pair_detail", pair)


def test_nobody_is_asked_to_look_again_once_the_pair_has_ended(client, pair, mentee):
    shared_goal(pair)
    hold(pair, 3, after=1)
    pairs.end(pair, reason="no_time", by=mentee, at=AT + timedelta(days=10))
    client.force_login(mentee)
    with time_machine.travel(AT + timedelta(days=20), tick=False):
        assert "Is it still" not in shown(client, "pair_detail", pair)


@pytest.mark.parametrize("count", [1, 4])
def test_page_of_goals_costs_the_same_for_one_and_four(
    client, pair, mentee, django_assert_num_queries, count
):
    for number in range(count):
        goal = shared_goal(pair, f"Goal {number}")
        steps.add(goal, "One", "Two", at=AT)
    client.force_login(mentee)
    with django_assert_num_queries(14):
        client.get(page("goal_list", pair))
