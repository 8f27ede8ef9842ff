"""The next version of a plan, and those that are closed."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanRevision
from growth.plans.actions import goals, revisions
from tests.growth.plans.helpers import LATER, TODAY, add_goal, begin


def test_the_next_version_closes_the_one_before(client, noor, template):
    first = begin(noor, template)
    kept = add_goal(noor, "Goes on", due_on=date(2022, 7, 1))
    goals.add_step(kept, {"text": "Open step", "due_on": None})
    done = goals.add_step(kept, {"text": "Done step", "due_on": None})
    goals.tick(done, is_done=True, today=TODAY)
    left = add_goal(noor, "Stays behind", due_on=TODAY)
    client.force_login(noor)
    page = client.get(reverse("growth:plan_next", args=["skills"]))
    assert page.context["form"].initial["carry"] == [kept.pk, left.pk]

    with time_machine.travel(LATER):
        client.post(
            reverse("growth:plan_next", args=["skills"]),
            {
                "aim": "Teach others",
                "starts_on": "2022-06-15",
                "after": "1",
                "carry": [str(kept.pk)],
                "text_1": "Calm",
                "text_2": "Saying no",
            },
        )
    first.refresh_from_db()
    second = PlanRevision.objects.get(number=2)
    assert first.closed_at is not None
    assert second.is_current
    assert [goal.text for goal in second.goals.all()] == ["Goes on"]
    assert [step.text for step in second.goals.get().actions.all()] == ["Open step"]
    assert second.goals.get().carried_from == kept

    earlier = client.get(reverse("growth:version_detail", args=[1])).text
    assert "Stays behind" in earlier
    assert "Done step" in earlier
    assert "Listening" in earlier
    assert "Version 1" in client.get(reverse("growth:version_list")).text


def test_a_closed_version_is_not_changed(noor, template):
    first = begin(noor, template)
    goal = add_goal(noor)
    step = goals.add_step(goal, {"text": "Ask Bo", "due_on": None})
    begin(noor, template, after=1, at=LATER)
    for refused in (
        lambda: revisions.change(first, {"aim": "x"}, at=LATER, seen=first.changed_at),
        lambda: goals.change(goal, {"text": "x"}, at=LATER, seen=goal.changed_at),
        lambda: goals.set_state(goal, "reached", at=LATER, today=TODAY),
        lambda: goals.remove(goal),
        lambda: goals.add_step(goal, {"text": "x"}),
        lambda: goals.tick(step, is_done=True, today=TODAY),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert error.value.code == "closed"


def test_next_steps_are_on_the_sheet_that_prints(client, noor, revision):
    add_goal(noor, "Lead one incident")
    client.force_login(noor)
    seen = client.get(reverse("growth:plan_next_steps")).context["form"].initial["seen"]
    values = {"next_steps": "A shadow program in January", "seen": seen}
    answer = client.post(reverse("growth:plan_next_steps"), values, follow=True)
    assert "A shadow program in January" in answer.text
    assert "Lead one incident" in answer.text
    assert "data-print" in answer.text


def test_what_a_change_does_not_name_stays(noor, template, revision):
    step = goals.add_step(add_goal(noor), {"text": "Ask Tove", "due_on": TODAY})
    changed = goals.change_step(step, {"text": "Ask Bo"})
    assert (changed.text, changed.due_on) == ("Ask Bo", TODAY)


def test_of_the_answers_only_those_that_differ_are_written(noor, template):
    begun = begin(noor, template)
    texts = ["Listening", "Incidents"]
    values = {"aim": begun.aim, "texts": texts}
    revisions.change(begun, values, at=LATER, seen=begun.changed_at)
    assert list(begun.texts.order_by("position").values_list("text", flat=True)) == texts
