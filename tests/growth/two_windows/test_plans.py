"""A plan in two windows, and years that are slips of the keys."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from growth.models import PlanGoal, PlanRevision
from growth.plans.actions import goals
from tests.factories.growth import PlanTemplateFactory, RevisionFactory
from tests.growth.two_windows.helpers import AT, LATER, TODAY, as_opened


def test_another_first_version_is_not_swallowed(client, noor):
    template = PlanTemplateFactory()
    address = reverse("growth:plan_begin", args=[template.slug])
    form = as_opened(client, noor, address)
    one, other = form | {"aim": "Security."}, form | {"aim": "Lead a team."}
    assert client.post(address, one).status_code == 302
    assert client.post(address, one).status_code == 302  # the same one again
    answer = client.post(address, other)
    assert "in another window meanwhile" in answer.text
    assert "Lead a team." in answer.text
    assert [row.aim for row in PlanRevision.objects.all()] == ["Security."]


def test_another_next_version_is_not_swallowed(client, noor):
    before = RevisionFactory(plan__person=noor, aim="Security.")
    template = PlanTemplateFactory()
    address = reverse("growth:plan_next", args=[template.slug])
    form = as_opened(client, noor, address)
    one, other = form | {"aim": "More security."}, form | {"aim": "Lead a team."}
    assert client.post(address, one).status_code == 302
    answer = client.post(address, other)
    assert "You began version 2 of your plan in another window" in answer.text
    assert "Lead a team." in answer.text
    assert {row.number for row in PlanRevision.objects.all()} == {before.number, 2}


def test_a_plan_changed_in_two_windows_can_be_saved_after_a_look(client, noor):
    RevisionFactory(plan__person=noor, aim="First.")
    address = reverse("growth:plan_edit")
    one = as_opened(client, noor, address) | {"aim": "Second."}
    other = as_opened(client, noor, address) | {"aim": "Third."}
    with time_machine.travel(LATER):
        client.post(address, one)
        answer = client.post(address, other)
        assert "in another window meanwhile" in answer.text
        client.post(address, other | {"seen": answer.context["form"]["seen"].value()})
    assert PlanRevision.objects.get().aim == "Third."


def test_a_goal_with_the_same_words_and_another_day_is_another_goal(noor):
    RevisionFactory(plan__person=noor)
    first = goals.add(noor, {"text": "Lead", "detail": "", "due_on": None}, at=AT)
    again = goals.add(noor, {"text": "Lead", "detail": "", "due_on": None}, at=AT)
    other = goals.add(noor, {"text": "Lead", "detail": "Twice.", "due_on": TODAY}, at=AT)
    assert (first, PlanGoal.objects.count()) == (again, 2)
    assert other.detail == "Twice."
    step = goals.add_step(first, {"text": "Ask", "due_on": None})
    assert goals.add_step(first, {"text": "Ask", "due_on": None}) == step
    assert goals.add_step(first, {"text": "Ask", "due_on": TODAY}) != step


@pytest.mark.parametrize("first_day", [date(9999, 12, 31), date(1, 1, 1), date(2041, 6, 15)])
def test_a_slip_of_the_keys_is_no_plan_of_another_century(client, noor, first_day):
    address = reverse("growth:plan_begin", args=[PlanTemplateFactory().slug])
    client.force_login(noor)
    answer = client.post(address, {"aim": "Kept.", "starts_on": first_day.isoformat()})
    assert "Choose a day within ten years from now." in answer.text
    assert "Kept." in answer.text
