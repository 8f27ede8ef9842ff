"""A goal is written from six answers, and vague answers are asked about."""

from datetime import date

import pytest

from pairs.models import Goal
from pairs.rules.goals import lint
from pairs.rules.goals.composing import compose
from tests.factories import ApplicationFactory, QuestionFactory
from tests.pairs.addresses import page
from tests.pairs.goals.helpers import shared_goal, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]
MATRIX = {
    "time_bound": "24 September",
    "certain": "Yes, my manager gave me a place",
    "specific": "I lead the triage of one incident.",
    "positive": "Customers hear from us sooner",
    "measurable": "One triage, from start to end",
    "personal": "I want to be the one who answers",
}


def test_six_answers_make_one_goal(client, pair, mentee):
    client.force_login(mentee)
    client.post(page("goal_add", pair), MATRIX)
    goal = pair.mentee.goals.get()
    assert goal.text == (
        "By 24 September, I lead the triage of one incident, because I want to be the one who answers."
    )
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    assert form["text"].value() == ""

    data = {**MATRIX, "time_bound": "1 October", "seen": form["seen"].value()}
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert goal.text.startswith("By 1 October, I lead")


def test_a_goal_that_is_reached_is_no_part_of_the_way_there(client, pair, mentee):
    goal = shared_goal(pair)
    client.force_login(mentee)
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": goal.text, "progress": "40", "seen": form["seen"].value()}
    client.post(page("goal_edit", pair, goal.pk), data | {"state": "reached"})
    assert "Reached, 100%" in shown(client, "goal_detail", pair, goal.pk)


@pytest.mark.parametrize(
    ("when", "what", "why", "said"),
    [
        ("", "Three talks held", "", "Three talks held."),
        ("By the end of May.", "three talks held", "", "By the end of May: three talks held."),
        (
            "The end of May",
            "My first talk is held",
            "",
            "By the end of May, my first talk is held.",
        ),
        ("as soon as I can", "I hold a talk", "", "As soon as I can: I hold a talk."),
        (
            "End of May",
            "We ship it",
            "to learn",
            "By end of May, we ship it. Why it matters to me: to learn.",
        ),
        ("Q2", "I’m fluent", "Because my team asks", "By Q2, I’m fluent, because my team asks."),
        ("", "I speak up", "Fairness", "I speak up. Why it matters to me: Fairness."),
        ("May", "", "Fairness", "When: May. Why it matters to me: Fairness."),
        ("", "", "", ""),
    ],
)
def test_when_what_and_why_make_a_sentence_as_somebody_would_say_it(when, what, why, said):
    goal = Goal(kind="six", time_bound=when, specific=what, personal=why)
    assert compose(goal) == said


def test_words_made_of_answers_in_earlier_versions_are_no_own_words(client, pair, mentee):
    text = "What I want: I lead one incident. When: May."
    goal = shared_goal(pair, text=text, specific="I lead one incident", time_bound="May")
    client.force_login(mentee)
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    assert form["text"].value() == ""


def test_each_of_the_six_questions_says_what_it_is_about(client, pair, mentee):
    client.force_login(mentee)
    text = client.get(page("goal_add", pair)).text
    names = ("Time-bound", "Certain", "Specific", "Positive", "Measurable", "Personal")
    places = [text.index(f">{name}<") for name in names]
    assert places == sorted(places)


def test_a_tool_has_two_questions(client, pair, mentee):
    client.force_login(mentee)
    form = client.get(page("goal_add", pair) + "?kind=tool")
    assert [field.name for field in form.context["form"].answers] == ["improve", "proof"]
    client.post(page("goal_add", pair), {"kind": "tool", "improve": "Move my projects"})
    goal = pair.mentee.goals.get()
    assert (goal.kind, goal.improve) == ("tool", "Move my projects")
    assert "1 of 2 answered" in shown(client, "pair_detail", pair)


def test_nothing_at_all_is_no_goal_and_what_was_typed_stays(client, pair, mentee):
    client.force_login(mentee)
    response = client.post(page("goal_add", pair), {"text": "  ", "kind": "nonsense"})
    assert "answer one of the questions" in response.content.decode()
    goal = shared_goal(pair)
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": "", "measurable": "", "progress": "500", "seen": form["seen"].value()}
    response = client.post(page("goal_edit", pair, goal.pk), data)
    assert response.context["form"].errors.keys() == {"progress"}


def test_form_begins_with_the_answers_of_the_application(client, pair, mentee):
    side = pair.mentee
    side.application = ApplicationFactory(
        cycle=pair.cycle, role=side.role, person=mentee, status="paired"
    )
    side.save()
    question = QuestionFactory(
        questionnaire=side.role.questionnaire, key="goal", kind="goal", text="Your goal?"
    )
    side.application.response.answers.create(
        question=question, text="composed", parts=["24 September", "", "Lead one", "", "", "Mine"]
    )
    client.force_login(mentee)
    response = client.get(page("goal_add", pair))
    assert "answers from the application" in response.content.decode()
    form = response.context["form"]
    assert (form["time_bound"].value(), form["specific"].value()) == ("24 September", "Lead one")
    other = client.get(page("goal_add", pair) + "?kind=tool")
    assert "answers from the application" not in other.content.decode()
    shared_goal(pair)
    assert client.get(page("goal_add", pair)).context["form"]["specific"].value() is None


def asks(**answers):
    return {one.cell: str(one.text) for one in lint.ask(Goal(**answers), date(2021, 7, 15))}


@pytest.mark.parametrize(
    ("cell", "text", "word"),
    [
        ("time_bound", "next month", "next month"),
        ("time_bound", "As soon as I can", "no date"),
        ("time_bound", "By summer 2019", "2019 is over"),
        ("measurable", "I will be better at it", "better"),
        ("measurable", "I feel confident", "feel"),
        ("specific", "Learn something about triage", "something"),
        ("certain", "It depends on my lead", "depends on"),
        ("specific", "Get promoted", "Get promoted"),
    ],
)
def test_vague_answers_are_asked_about(cell, text, word):
    found = asks(**{cell: text})
    assert len(found) == 1
    assert word in next(iter(found.values()))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("time_bound", "24 September"),
        ("time_bound", "by 2021-09-24"),
        ("time_bound", "24.9."),
        ("time_bound", "Q3"),
        ("time_bound", "By the end of the program"),
        ("measurable", "Three reviews, and better ones"),
        ("measurable", "My lead signs the review"),
        ("specific", "I lead one triage"),
        ("specific", ""),
        ("certain", "Yes"),
    ],
)
def test_clear_answers_are_left_alone(cell, text):
    assert asks(**{cell: text}) == {}


def test_a_tool_asks_what_others_will_see_and_finished_goals_nothing():
    assert "better" in asks(kind="tool", proof="I am better at it")["proof"]
    assert asks(kind="tool", proof="I show it to my team") == {}
    assert asks(measurable="better", state="reached") == {}


def test_questions_stand_beside_the_answers(client, pair, mentee):
    shared_goal(pair, time_bound="next month")
    client.force_login(mentee)
    assert "is no date. By which day?" in shown(client, "pair_detail", pair)
