"""Goals once the pair has ended."""

from datetime import timedelta

import pytest
import time_machine

from pairs.actions import pairs
from pairs.actions.goals import steps, writing
from tests.pairs.addresses import page
from tests.pairs.goals.helpers import change, shared_goal, shown
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_what_is_written_in_the_week_after_a_fulfilled_end_is_for_both_and_then_stays(
    client, pair, mentee, mentor
):
    goal = shared_goal(pair)
    [step] = steps.add(goal, "Shadow two shifts", at=AT)
    pairs.end(pair, reason="goal_reached", by=mentor, at=AT)
    with time_machine.travel(AT + timedelta(days=6), tick=False):
        client.force_login(mentee)
        data = {"text": "Lead one incident", "closing": "I led two.", "seen": AT.isoformat()}
        client.post(page("goal_edit", pair, goal.pk), data)
        client.force_login(mentor)
        assert "I led two." in shown(client, "goal_detail", pair, goal.pk)
    with time_machine.travel(AT + timedelta(days=8), tick=False):
        client.force_login(mentor)
        assert "I led two." in shown(client, "goal_detail", pair, goal.pk)
        client.force_login(mentee)
        change_step = page("step_change", pair, goal.pk, step.pk)
        for address, typed in (
            (change_step, {"change": "tick"}),
            (page("step_add", pair, goal.pk), {"text": "Another"}),
            (page("goal_change", pair, goal.pk), {"change": "holds"}),
        ):
            assert "week after the end is over" in client.post(address, typed, follow=True).text
        step.refresh_from_db()
        assert (step.done_on, goal.steps.count()) == (None, 1)
        change(client, pair, goal, "private")
        client.force_login(mentor)
        assert client.get(page("goal_detail", pair, goal.pk)).status_code == 404
        client.force_login(mentee)
        refused = client.post(
            page("goal_change", pair, goal.pk), {"change": "share"}, follow=True
        ).text
        assert "week after the end is over" in refused
        goal.refresh_from_db()
        assert goal.is_private


def test_after_an_early_end_later_words_are_not_the_former_partners(client, pair, mentee, mentor):
    goal = shared_goal(pair)
    pairs.end(pair, reason="not_a_fit", by=mentor, at=AT)
    later = AT + timedelta(days=1)
    writing.change(goal, {"closing": "For the next one."}, at=later, seen=goal.changed_at)
    with time_machine.travel(later, tick=False):
        client.force_login(mentor)
        assert client.get(page("goal_detail", pair, goal.pk)).status_code == 404
