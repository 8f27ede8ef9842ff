"""Goals of a plan and goals of a mentorship."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanGoal
from growth.plans.actions import goals
from pairs.models import Goal
from tests.factories import PairFactory
from tests.growth.plans.helpers import AT, LATER, add_goal, begin


@pytest.fixture
def mentoring_goal(mentorship):
    return mentorship.mentee.goals.create(text="Lead one incident with Mona", changed_at=AT)


def test_a_mentoring_goal_is_followed_without_a_copy(client, noor, revision, mentoring_goal):
    client.force_login(noor)
    assert "Lead one incident with Mona" in client.get("/growth/").text
    client.post(reverse("growth:goal_link", args=[mentoring_goal.pk]))
    client.post(reverse("growth:goal_link", args=[mentoring_goal.pk]))
    goal = PlanGoal.objects.get()

    mentoring_goal.text = "Lead two incidents"
    mentoring_goal.save()
    assert "Lead two incidents" in client.get("/growth/").text
    with time_machine.travel(AT):
        client.post(reverse("growth:goal_state", args=[goal.pk]), {"state": "reached"})
    mentoring_goal.refresh_from_db()
    assert mentoring_goal.state == "reached"


def test_the_words_of_a_linked_goal_are_changed_in_the_mentorship_only(
    noor, revision, mentoring_goal
):
    goal = goals.link(noor, mentoring_goal, at=AT)
    changed = goals.change(
        goal, {"text": "Mine alone", "due_on": date(2021, 9, 1)}, at=AT, seen=goal.changed_at
    )
    assert (changed.shown_text, changed.due_on) == (mentoring_goal.text, date(2021, 9, 1))


def test_a_goal_of_the_plan_is_taken_to_a_mentorship(client, noor, revision, mentorship):
    goal = add_goal(noor, "Be asked first")
    client.force_login(noor)
    page = client.get(reverse("growth:goal", args=[goal.pk])).text
    assert str(mentorship.cycle) in page
    client.post(reverse("growth:goal_to_mentorship", args=[goal.pk, mentorship.mentee.pk]))
    theirs = Goal.objects.get()
    goal.refresh_from_db()
    assert (theirs.text, goal.mentoring_goal) == ("Be asked first", theirs)
    assert "Mona Mentor" in client.get(reverse("growth:goal", args=[goal.pk])).text


def test_unlinking_keeps_ones_own_goal_and_drops_the_others(noor, revision, mentorship):
    own = goals.take_to_mentorship(add_goal(noor, "Be asked first"), mentorship.mentee, at=AT)
    Goal.objects.filter(pk=own.mentoring_goal_id).update(text="Be asked first, by many")
    theirs = goals.link(noor, mentorship.mentee.goals.create(text="Theirs"), at=AT)

    kept = goals.unlink(own, at=AT)
    assert (kept.text, kept.mentoring_goal) == ("Be asked first, by many", None)
    assert goals.unlink(theirs, at=AT) is None
    assert list(PlanGoal.objects.values_list("text", flat=True)) == ["Be asked first, by many"]
    assert Goal.objects.count() == 2


def test_nobody_links_what_is_not_theirs(client, noor, revision):
    other = PairFactory()
    theirs = other.mentee.goals.create(text="Private")
    goal = add_goal(noor)
    client.force_login(noor)
    link = reverse("growth:goal_link", args=[theirs.pk])
    take = reverse("growth:goal_to_mentorship", args=[goal.pk, other.mentee.pk])
    assert (client.post(link).status_code, client.post(take).status_code) == (404, 404)
    for refused in (
        lambda: goals.link(noor, theirs, at=AT),
        lambda: goals.take_to_mentorship(goal, other.mentee, at=AT),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert error.value.code == "not_yours"


def test_a_closed_version_keeps_what_a_mentoring_goal_said(noor, template, mentoring_goal):
    begin(noor, template)
    goal = goals.link(noor, mentoring_goal, at=AT)
    mentoring_goal.text, mentoring_goal.state = "Lead two incidents", "reached"
    mentoring_goal.save()
    begin(noor, template, after=1, at=LATER)
    mentoring_goal.text, mentoring_goal.state = "Something else", "open"
    mentoring_goal.save()
    goal = PlanGoal.objects.select_related("revision").get(pk=goal.pk)
    assert (goal.shown_text, goal.shown_state) == ("Lead two incidents", "reached")


def test_a_goal_taken_to_a_mentorship_twice_is_one_there(noor, revision, mentorship):
    goal = add_goal(noor)
    first = goals.take_to_mentorship(goal, mentorship.mentee, at=AT)
    assert goals.take_to_mentorship(goal, mentorship.mentee, at=LATER).mentoring_goal == (
        first.mentoring_goal
    )
    assert Goal.objects.count() == 1
