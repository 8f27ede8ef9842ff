"""Goals of a plan and their steps."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanAction, PlanGoal, PlanRevision
from growth.plans import queries
from growth.plans.actions import goals
from tests.growth.plans.helpers import AT, LATER, TODAY, add_goal, begin


def test_a_plan_is_written_in(client, noor, template):
    begin(noor, template)
    client.force_login(noor)
    page = client.get(reverse("growth:plan_edit"))
    seen = page.context["form"].initial["seen"]
    values = {"aim": "Work in security", "seen": seen, "text_1": "Calm", "text_2": ""}
    client.post(reverse("growth:plan_edit"), values)
    revision = PlanRevision.objects.get()
    assert revision.aim == "Work in security"
    assert list(revision.texts.values_list("text", flat=True)) == ["Calm", ""]

    answer = client.post(reverse("growth:plan_edit"), values | {"aim": "From an old window"})
    assert "You changed the plan in another window meanwhile." in answer.text
    assert "From an old window" in answer.text
    revision.refresh_from_db()
    assert revision.aim == "Work in security"


def test_goals_stand_in_their_quarters(client, noor, revision):
    goal = add_goal(noor, "Lead one incident", due_on=date(2021, 8, 1))
    goals.add_step(goal, {"text": "Shadow two triages", "due_on": date(2021, 5, 1)})
    add_goal(noor, "Be asked first")
    board = queries.board(queries.current(noor), today=date(2021, 5, 10))
    assert [[item.text for item in column.items] for column in board.columns] == [
        ["Shadow two triages"],
        ["Lead one incident"],
        [],
        [],
    ]
    assert [column.state for column in board.columns] == ["now", "ahead", "ahead", "ahead"]
    assert [item.text for item in board.undated] == ["Be asked first"]
    assert (board.done, len(board.items)) == (0, 3)


def test_a_goal_is_added_with_the_end_of_its_quarter(client, noor, revision):
    client.force_login(noor)
    assert 'value="2021-06-30"' in client.get("/growth/goals/add/?by=2021-06-30").text
    answer = client.post("/growth/goals/add/", {"text": "Lead one incident", "due_on": ""})
    goal = PlanGoal.objects.get()
    assert answer.url == reverse("growth:goal", args=[goal.pk])
    client.post("/growth/goals/add/", {"text": "Lead one incident ", "due_on": ""})
    assert PlanGoal.objects.count() == 1


def test_goals_need_a_plan(noor):
    with pytest.raises(ValidationError) as error:
        add_goal(noor)
    assert error.value.code == "no_plan"


def test_a_plan_takes_so_many_goals(noor, revision):
    for number in range(goals.MOST):
        add_goal(noor, f"Goal {number}")
    with pytest.raises(ValidationError) as error:
        add_goal(noor, "One more")
    assert error.value.code == "too_many"


def test_ticks_are_set_and_taken_back(client, noor, revision):
    goal = add_goal(noor)
    step = goals.add_step(goal, {"text": "Ask Bo", "due_on": None})
    client.force_login(noor)
    tick = reverse("growth:item_tick", args=["step", step.pk])
    with time_machine.travel(AT):
        client.post(tick, {"done": "yes"})
        client.post(tick, {"done": "yes"})
        answer = client.post(
            reverse("growth:item_tick", args=["goal", goal.pk]), {"done": "yes", "from": "goal"}
        )
    step.refresh_from_db()
    goal.refresh_from_db()
    assert answer.url == reverse("growth:goal", args=[goal.pk])
    assert (step.done_on, goal.state, goal.state_on) == (TODAY, "reached", TODAY)
    client.post(tick, {"done": "no"})
    step.refresh_from_db()
    assert step.done_on is None


def test_steps_are_changed_and_removed(client, noor, revision):
    goal = add_goal(noor)
    client.force_login(noor)
    client.post(
        reverse("growth:step_add", args=[goal.pk]),
        {"step-text": "Ask Bo", "step-due_on": "2021-07-01"},
    )
    step = PlanAction.objects.get()
    assert (step.text, step.due_on) == ("Ask Bo", date(2021, 7, 1))
    client.post(reverse("growth:step_edit", args=[step.pk]), {"text": "Ask Tove", "due_on": ""})
    step.refresh_from_db()
    assert (step.text, step.due_on) == ("Ask Tove", None)
    client.post(reverse("growth:step_remove", args=[step.pk]))
    assert not PlanAction.objects.exists()


def test_a_wrong_step_keeps_its_words(client, noor, revision):
    goal = add_goal(noor)
    client.force_login(noor)
    answer = client.post(
        reverse("growth:step_add", args=[goal.pk]),
        {"step-text": "Ask Bo", "step-due_on": "yesterday"},
    )
    assert answer.status_code == 200
    assert 'value="Ask Bo"' in answer.text


def test_a_goal_changed_in_another_window_is_not_overwritten(noor, revision):
    goal = add_goal(noor)
    goals.change(goal, {"text": "Lead two incidents"}, at=LATER, seen=goal.changed_at)
    with pytest.raises(ValidationError) as error:
        goals.change(goal, {"text": "Lead none"}, at=LATER, seen=AT)
    assert error.value.code == "changed_meanwhile"


def test_the_same_step_twice_is_one_and_there_are_so_many_at_most(noor, revision):
    goal = add_goal(noor)
    first = goals.add_step(goal, {"text": "Ask Tove"})
    assert goals.add_step(goal, {"text": " Ask Tove "}) == first
    for number in range(goals.MOST_STEPS - 1):
        goals.add_step(goal, {"text": f"Step {number}"})
    with pytest.raises(ValidationError) as refused:
        goals.add_step(goal, {"text": "One more"})
    assert refused.value.code == "too_many"
