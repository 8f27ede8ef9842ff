"""The plan: beginning it, goals and steps, versions, the bond with a mentorship."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth.models import PlanAction, PlanGoal, PlanRevision
from growth.plans import queries
from growth.plans.actions import goals, revisions
from growth.plans.rules import last_day, quarter_of, quarters
from growth.signals import revision_begun
from pairs.models import Goal
from tests.factories import PairFactory, UserFactory
from tests.factories.growth import (
    ConversationFactory,
    JobLevelFactory,
    PlanGoalFactory,
    PlanTemplateFactory,
    RevisionFactory,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = AT.date()
LATER = AT + timedelta(days=365)


@pytest.fixture
def template(db):
    made = PlanTemplateFactory(slug="skills", name="Grow my skills")
    for position, title in enumerate(("What I am good at", "What I want to learn"), start=1):
        made.prompts.create(position=position, title=title, question="In two sentences?")
    return made


@pytest.fixture
def revision(noor):
    return RevisionFactory(plan__person=noor, starts_on=date(2021, 4, 1), ends_on=date(2022, 3, 31))


def _goal(noor, text="Lead one incident", **values):
    return goals.add(noor, {"text": text, **values}, at=AT)


def _begin(noor, template, **more):
    values = {"aim": "Be asked first", "texts": ["Listening", "Threat models"]}
    more = {"starts_on": TODAY, "after": 0, "at": AT} | more
    return revisions.begin(noor, template, values, **more)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2021, 4, 1), date(2022, 3, 31)), (date(2024, 2, 29), date(2025, 2, 27))],
)
def test_a_plan_is_for_one_year(first, last):
    assert last_day(first) == last


def test_quarters_follow_each_other_without_a_gap():
    found = quarters(date(2021, 11, 30))
    assert [quarter.number for quarter in found] == [1, 2, 3, 4]
    assert found[0].last + timedelta(days=1) == found[1].first
    assert found[3].last == last_day(date(2021, 11, 30))


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2020, 1, 1), 1), (date(2021, 4, 1), 1), (date(2021, 7, 1), 2), (date(2025, 1, 1), 4)],
)
def test_a_date_has_its_quarter_and_none_is_lost(day, number):
    assert quarter_of(day, date(2021, 4, 1)) == number


def test_a_plan_begins_from_a_template(client, noor, template):
    level = JobLevelFactory(family__name="Security engineering", name="Senior")
    client.force_login(noor)
    assert "Grow my skills" in client.get("/growth/").text

    answer = client.post(
        reverse("growth:plan_begin", args=["skills"]),
        {
            "aim": "Be asked first",
            "target": f"level:{level.pk}",
            "starts_on": "2021-04-01",
            "text_1": "Listening",
            "text_2": "Threat models",
        },
    )
    assert answer.url == "/growth/"
    revision = PlanRevision.objects.get(plan__person=noor)
    assert (revision.number, revision.ends_on) == (1, date(2022, 3, 31))
    assert (revision.target_family.name, revision.target_level) == ("Security engineering", level)
    assert list(revision.texts.values_list("title", "text")) == [
        ("What I am good at", "Listening"),
        ("What I want to learn", "Threat models"),
    ]
    page = client.get("/growth/").text
    assert "Aims for Security engineering, Senior" in page
    assert "Only you" in page


def test_what_was_typed_stays_when_something_is_missing(client, noor, template):
    client.force_login(noor)
    answer = client.post(
        reverse("growth:plan_begin", args=["skills"]), {"aim": "", "text_1": "Listening well"}
    )
    assert "Listening well" in answer.text
    assert not PlanRevision.objects.exists()


def test_sending_the_form_twice_begins_one_plan(noor, template):
    assert _begin(noor, template) == _begin(noor, template, at=AT + timedelta(seconds=1))
    assert PlanRevision.objects.count() == 1


def test_beginning_is_told_to_whom_it_concerns(noor, template):
    heard = []

    def hear(sender, revision, at, **kwargs):
        heard.append((revision.number, at))

    revision_begun.connect(hear)
    _begin(noor, template)
    _begin(noor, template, after=1, at=LATER)
    revision_begun.disconnect(hear)
    assert heard == [(1, AT), (2, LATER)]


def test_changing_a_template_leaves_plans_that_were_begun(client, noor, template, growth_organizer):
    _begin(noor, template)
    client.force_login(growth_organizer)
    address = reverse("growth:plan_template_edit", args=["skills"])
    client.post(address, {"name": "Skills", "kind": "skills", "title_1": "Only this"})
    assert [row.title for row in template.prompts.all()] == ["Only this"]
    revision = PlanRevision.objects.get()
    assert [row.title for row in revision.texts.all()] == [
        "What I am good at",
        "What I want to learn",
    ]


def test_a_plan_is_written_in(client, noor, template):
    _begin(noor, template)
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
    goal = _goal(noor, "Lead one incident", due_on=date(2021, 8, 1))
    goals.add_step(goal, {"text": "Shadow two triages", "due_on": date(2021, 5, 1)})
    _goal(noor, "Be asked first")
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
        _goal(noor)
    assert error.value.code == "no_plan"


def test_a_plan_takes_so_many_goals(noor, revision):
    for number in range(goals.MOST):
        _goal(noor, f"Goal {number}")
    with pytest.raises(ValidationError) as error:
        _goal(noor, "One more")
    assert error.value.code == "too_many"


def test_ticks_are_set_and_taken_back(client, noor, revision):
    goal = _goal(noor)
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
    goal = _goal(noor)
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
    goal = _goal(noor)
    client.force_login(noor)
    answer = client.post(
        reverse("growth:step_add", args=[goal.pk]),
        {"step-text": "Ask Bo", "step-due_on": "yesterday"},
    )
    assert answer.status_code == 200
    assert 'value="Ask Bo"' in answer.text


def test_a_goal_changed_in_another_window_is_not_overwritten(noor, revision):
    goal = _goal(noor)
    goals.change(goal, {"text": "Lead two incidents"}, at=LATER, seen=goal.changed_at)
    with pytest.raises(ValidationError) as error:
        goals.change(goal, {"text": "Lead none"}, at=LATER, seen=AT)
    assert error.value.code == "changed_meanwhile"


# ---- Versions


def test_the_next_version_closes_the_one_before(client, noor, template):
    first = _begin(noor, template)
    kept = _goal(noor, "Goes on", due_on=date(2022, 7, 1))
    goals.add_step(kept, {"text": "Open step", "due_on": None})
    done = goals.add_step(kept, {"text": "Done step", "due_on": None})
    goals.tick(done, is_done=True, today=TODAY)
    left = _goal(noor, "Stays behind", due_on=TODAY)
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
    first = _begin(noor, template)
    goal = _goal(noor)
    step = goals.add_step(goal, {"text": "Ask Bo", "due_on": None})
    _begin(noor, template, after=1, at=LATER)
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
    _goal(noor, "Lead one incident")
    client.force_login(noor)
    seen = client.get(reverse("growth:plan_next_steps")).context["form"].initial["seen"]
    values = {"next_steps": "A shadow program in January", "seen": seen}
    answer = client.post(reverse("growth:plan_next_steps"), values, follow=True)
    assert "A shadow program in January" in answer.text
    assert "Lead one incident" in answer.text
    assert "data-print" in answer.text


# ---- Mentorships


@pytest.fixture
def mentorship(noor):
    return PairFactory(mentee__person=noor, mentor__person__name="Mona Mentor")


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
    goal = _goal(noor, "Be asked first")
    client.force_login(noor)
    page = client.get(reverse("growth:goal", args=[goal.pk])).text
    assert str(mentorship.cycle) in page
    client.post(reverse("growth:goal_to_mentorship", args=[goal.pk, mentorship.mentee.pk]))
    theirs = Goal.objects.get()
    goal.refresh_from_db()
    assert (theirs.text, goal.mentoring_goal) == ("Be asked first", theirs)
    assert "Mona Mentor" in client.get(reverse("growth:goal", args=[goal.pk])).text


def test_unlinking_keeps_ones_own_goal_and_drops_the_others(noor, revision, mentorship):
    own = goals.take_to_mentorship(_goal(noor, "Be asked first"), mentorship.mentee, at=AT)
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
    goal = _goal(noor)
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
    _begin(noor, template)
    goal = goals.link(noor, mentoring_goal, at=AT)
    mentoring_goal.text, mentoring_goal.state = "Lead two incidents", "reached"
    mentoring_goal.save()
    _begin(noor, template, after=1, at=LATER)
    mentoring_goal.text, mentoring_goal.state = "Something else", "open"
    mentoring_goal.save()
    goal = PlanGoal.objects.select_related("revision").get(pk=goal.pk)
    assert (goal.shown_text, goal.shown_state) == ("Lead two incidents", "reached")


# ---- Templates, edited


def test_organizers_add_and_archive_templates(client, growth_organizer, noor):
    client.force_login(growth_organizer)
    values = {"name": "Lead others", "kind": "leadership", "title_1": "How I lead"}
    client.post(reverse("growth:plan_template_add"), values)
    client.post(reverse("growth:plan_template_add"), values | {"name": "Lead: others"})
    assert {row.slug for row in queries.templates()} == {"lead-others", "lead-others-2"}
    client.post(reverse("growth:plan_template_archive", args=["lead-others"]), {"archived": "yes"})
    assert {row.slug for row in queries.templates()} == {"lead-others-2"}
    client.force_login(noor)
    assert client.get(reverse("growth:plan_begin", args=["lead-others"])).status_code == 404


def test_a_question_needs_a_heading(client, growth_organizer):
    client.force_login(growth_organizer)
    values = {"name": "Lead", "kind": "free", "question_1": "Whom do you want to help?"}
    answer = client.post(reverse("growth:plan_template_add"), values)
    assert "A question needs a heading above it." in answer.text
    assert "Whom do you want to help?" in answer.text


def test_the_plan_names_the_next_talk(client, noor, manager, revision):
    client.force_login(noor)
    assert "Next talk" not in client.get("/growth/").text
    ConversationFactory(
        person=noor, manager=manager, state="planned", agreed="", held_on=date(2021, 6, 21)
    )
    assert "Next talk with Tove: 21 June" in " ".join(client.get("/growth/").text.split())


# ---- What it costs


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


def test_a_goal_taken_to_a_mentorship_twice_is_one_there(noor, revision, mentorship):
    goal = _goal(noor)
    first = goals.take_to_mentorship(goal, mentorship.mentee, at=AT)
    assert goals.take_to_mentorship(goal, mentorship.mentee, at=LATER).mentoring_goal == (
        first.mentoring_goal
    )
    assert Goal.objects.count() == 1


def test_the_same_step_twice_is_one_and_there_are_so_many_at_most(noor, revision):
    goal = _goal(noor)
    first = goals.add_step(goal, {"text": "Ask Tove"})
    assert goals.add_step(goal, {"text": " Ask Tove "}) == first
    for number in range(goals.MOST_STEPS - 1):
        goals.add_step(goal, {"text": f"Step {number}"})
    with pytest.raises(ValidationError) as refused:
        goals.add_step(goal, {"text": "One more"})
    assert refused.value.code == "too_many"


def test_what_a_change_does_not_name_stays(noor, template, revision):
    step = goals.add_step(_goal(noor), {"text": "Ask Tove", "due_on": TODAY})
    changed = goals.change_step(step, {"text": "Ask Bo"})
    assert (changed.text, changed.due_on) == ("Ask Bo", TODAY)


def test_of_the_answers_only_those_that_differ_are_written(noor, template):
    begun = _begin(noor, template)
    texts = ["Listening", "Incidents"]
    values = {"aim": begun.aim, "texts": texts}
    revisions.change(begun, values, at=LATER, seen=begun.changed_at)
    assert list(begun.texts.order_by("position").values_list("text", flat=True)) == texts
