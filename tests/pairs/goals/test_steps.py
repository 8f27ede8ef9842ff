"""Steps of a goal."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from pairs.actions.goals import steps
from tests.pairs.addresses import page
from tests.pairs.goals.helpers import shared_goal, shown
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_steps_are_written_ticked_and_removed(client, pair, mentee, mentor):
    goal = shared_goal(pair)
    client.force_login(mentee)
    add = page("step_add", pair, goal.pk)
    for _twice in range(2):
        client.post(add, {"text": " Shadow  two shifts ", "due_on": "2021-08-01"})
    step = goal.steps.get()
    assert (step.text, step.due_on) == ("Shadow two shifts", date(2021, 8, 1))
    assert "By 1 August 2021" in shown(client, "pair_detail", pair)

    one = page("step_change", pair, goal.pk, step.pk)
    client.force_login(mentor)
    client.post(one, {"change": "tick", "from": "pair"})
    client.post(one, {"change": "tick"})
    step.refresh_from_db()
    assert step.done_on == AT.date()
    assert "1 of 1 done" in shown(client, "pair_detail", pair)
    assert "1 of 1 steps done" in shown(client, "goal_list", pair)
    client.post(one, {"change": "untick"})
    step.refresh_from_db()
    assert step.done_on is None
    assert client.post(one, {"change": "nonsense"}).status_code == 404
    client.post(one, {"change": "remove"})
    assert not goal.steps.exists()
    assert client.post(one, {"change": "tick"}).status_code == 404


def test_wrong_steps_are_errors_that_keep_the_words(client, pair, mentee):
    goal = shared_goal(pair)
    client.force_login(mentee)
    for data in ({"text": ""}, {"text": "x" * 301}, {"text": "Keep me", "due_on": "soon"}):
        response = client.post(page("step_add", pair, goal.pk), data)
        assert response.context["form"].errors
        assert data["text"] in response.content.decode()
    for number in range(steps.MOST_STEPS):
        steps.add(goal, f"Step {number}", at=AT)
    response = client.post(page("step_add", pair, goal.pk), {"text": "One more"})
    assert "at most 20 steps" in response.content.decode()


@pytest.mark.parametrize("sample", steps.SAMPLES)
def test_two_samples_come_with_their_steps(client, pair, mentee, sample):
    goal = shared_goal(pair)
    client.force_login(mentee)
    assert "Resolve 3 bugs" in shown(client, "goal_detail", pair, goal.pk)
    client.post(page("step_add", pair, goal.pk), {"sample": sample})
    assert goal.steps.count() == 3
    client.post(page("step_add", pair, goal.pk), {"sample": "nonsense"})
    assert goal.steps.count() == 3


def test_tick_of_a_step_that_was_removed_meanwhile_does_nothing(pair):
    goal = shared_goal(pair)
    (step,) = steps.add(goal, "Shadow", at=AT)
    steps.remove(step)
    steps.tick(step, is_done=True, today=AT.date())
    assert not goal.steps.exists()


def test_too_many_steps_at_once_are_refused(pair):
    goal = shared_goal(pair)
    with pytest.raises(ValidationError):
        steps.add(goal, *map(str, range(steps.MOST_STEPS + 1)), at=AT)


def test_a_step_gets_another_day_or_none(client, pair, mentee):
    goal = shared_goal(pair)
    [step] = steps.add(goal, "Shadow two shifts", at=AT, due_on=date(2021, 8, 1))
    client.force_login(mentee)
    one = page("step_change", pair, goal.pk, step.pk)
    assert 'value="2021-08-01"' in shown(client, "goal_detail", pair, goal.pk)
    for typed, kept in (
        ("2021-08-09", date(2021, 8, 9)),
        ("soon", date(2021, 8, 9)),
        ("", None),
    ):
        answer = client.post(one, {"change": "day", "due_on": typed}, follow=True).text
        assert ("Enter a valid date." in answer) == (typed == "soon")
        step.refresh_from_db()
        assert step.due_on == kept
