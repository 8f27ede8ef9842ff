"""What the page of a plan says and costs."""

from datetime import date

import pytest
from django.urls import reverse

from growth.plans.actions import goals
from tests.factories import UserFactory
from tests.factories.growth import ConversationFactory, PlanGoalFactory
from tests.growth.plans.helpers import AT


def test_the_plan_names_the_next_talk(client, noor, manager, revision):
    client.force_login(noor)
    assert "Next talk" not in client.get("/growth/").text
    ConversationFactory(
        person=noor, manager=manager, state="planned", agreed="", held_on=date(2021, 6, 21)
    )
    assert "Next talk with Tove: 21 June" in " ".join(client.get("/growth/").text.split())


@pytest.mark.parametrize("count", [1, 4])
def test_the_plan_costs_the_same_with_many_goals(
    client, noor, revision, mentorship, count, django_assert_num_queries
):
    for number in range(count):
        goal = PlanGoalFactory(revision=revision, due_on=date(2021, 5, 1))
        goal.actions.create(text=f"Step {number}")
        goals.link(noor, mentorship.mentee.goals.create(text=f"Theirs {number}"), at=AT)
    client.force_login(noor)
    client.get("/growth/")
    with django_assert_num_queries(9):
        assert client.get("/growth/").status_code == 200


def test_others_find_no_goal_of_mine(client, revision):
    goal = PlanGoalFactory(revision=revision)
    client.force_login(UserFactory())
    assert client.get(reverse("growth:goal", args=[goal.pk])).status_code == 404
