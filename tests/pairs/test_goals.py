"""Goals: questions put together, private until shared, versions, steps, looking again."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from notifications import kinds
from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.goals import steps, writing
from pairs.actions.sessions import logs
from pairs.models import Goal, Pair
from pairs.rules.goals import lint
from tests.factories import ApplicationFactory, PairFactory, ParticipationFactory, QuestionFactory
from tests.messages import SENT, UNTRUE, fate, words_of

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
MATRIX = {
    "time_bound": "24 September",
    "certain": "Yes, my manager gave me a place",
    "specific": "I lead the triage of one incident.",
    "positive": "Customers hear from us sooner",
    "measurable": "One triage, from start to end",
    "personal": "I want to be the one who answers",
}


@pytest.fixture(autouse=True)
def _july():
    with time_machine.travel(AT, tick=False):
        yield


def page(name, pair, *rest):
    return reverse(f"pairs:{name}", args=[pair.pk, *rest])


def shown(client, name, pair, *rest):
    return client.get(page(name, pair, *rest)).content.decode()


def shared_goal(pair, text="Lead one incident", **values):
    return writing.add(pair.mentee, {"text": text, **values}, at=AT, is_shared=True)


def change(client, pair, goal, what):
    return client.post(page("goal_change", pair, goal.pk), {"change": what})


def test_six_answers_make_one_goal(client, pair, mentee):
    client.force_login(mentee)
    client.post(page("goal_add", pair), MATRIX)
    goal = pair.mentee.goals.get()
    assert goal.text.startswith(
        "What I want: I lead the triage of one incident. When: 24 September"
    )
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    assert form["text"].value() == ""

    data = {**MATRIX, "time_bound": "1 October", "seen": form["seen"].value()}
    client.post(page("goal_edit", pair, goal.pk), data)
    goal.refresh_from_db()
    assert "When: 1 October" in goal.text


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


def test_goal_is_private_until_it_is_shared_on_purpose(client, pair, mentor, mentee):
    client.force_login(mentee)
    client.post(page("goal_add", pair), {"text": "Draft words of mine"})
    goal = pair.mentee.goals.get()
    assert "Only you read this goal" in shown(client, "goal_detail", pair, goal.pk)

    client.force_login(mentor)
    for name in ("pair_detail", "goal_list"):
        assert "Draft words" not in shown(client, name, pair)
    assert "Draft words" not in client.get("/").content.decode()
    for name in ("goal_detail", "goal_edit"):
        assert client.get(page(name, pair, goal.pk)).status_code == 404
    assert client.post(page("step_add", pair, goal.pk), {"text": "x"}).status_code == 404
    assert change(client, pair, goal, "share").status_code == 404

    client.force_login(mentee)
    writing.change(goal, {"text": "Shared words"}, at=AT + timedelta(hours=1), seen=AT)
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        change(client, pair, goal, "share")
        change(client, pair, goal, "share")
        client.force_login(mentor)
        text = shown(client, "goal_detail", pair, goal.pk)
        assert "Shared words" in text
        assert "Draft words" not in text
        assert change(client, pair, goal, "private").status_code == 404
        client.force_login(mentee)
        assert "Draft words" in shown(client, "goal_detail", pair, goal.pk)
        change(client, pair, goal, "private")
        client.force_login(mentor)
        assert client.get(page("goal_detail", pair, goal.pk)).status_code == 404


def test_partner_changes_what_is_shared_and_versions_say_what_changed(client, pair, mentor):
    goal = shared_goal(pair)
    client.force_login(mentor)
    form = client.get(page("goal_edit", pair, goal.pk)).context["form"]
    data = {"text": "Lead two incidents", "progress": "40", "seen": form["seen"].value()}
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        client.post(page("goal_edit", pair, goal.pk), data)
    for name, rest in (("goal_detail", [goal.pk]), ("goal_list", [])):
        text = shown(client, name, pair, *rest)
        assert "<del>Lead one incident</del>" in text
        assert "<ins>Lead two incidents</ins>" in text
        assert "Mona Mentor" in text
    assert "40%" in shown(client, "goal_list", pair)
    goal.refresh_from_db()
    writing.change(goal, {"progress": 40}, at=AT + timedelta(days=2), seen=goal.changed_at)
    assert goal.versions.count() == 2  # saving it as it is makes no version


def test_former_partner_reads_no_version_and_no_step_from_after_the_end(client, pair, mentor):
    goal = shared_goal(pair)
    steps.add(goal, "Shadow two shifts", at=AT)
    pairs.end(pair, reason="no_time", by=mentor, at=AT + timedelta(hours=1))
    client.force_login(mentor)
    text = shown(client, "goal_detail", pair, goal.pk)
    assert "Lead one incident" in text
    assert "Shadow two shifts" not in text
    assert client.post(page("step_add", pair, goal.pk), {"text": "x"}).status_code == 404
    assert "Shadow" not in shown(client, "pair_detail", pair)
    other = shared_goal(pair, "Shared with the next one")
    Goal.objects.filter(pk=other.pk).update(shared_at=AT + timedelta(days=2))
    assert client.get(page("goal_detail", pair, other.pk)).status_code == 404


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


def test_mentor_of_several_is_told_that_all_of_them_read_it(client, pair, mentor):
    client.force_login(mentor)
    assert "Share it with Mia" in shown(client, "goal_add", pair)
    other = ParticipationFactory(cycle=pair.cycle, role=pair.mentee.role)
    Pair.objects.create(
        cycle=pair.cycle, mentor=pair.mentor, mentee=other, starts_on=pair.starts_on
    )
    assert "everyone you are paired with" in shown(client, "goal_add", pair)


def test_goals_of_another_pair_do_not_exist_here(client, pair, mentee):
    foreign = shared_goal(PairFactory(cycle=pair.cycle))
    client.force_login(mentee)
    for name in ("goal_detail", "goal_edit"):
        assert client.get(page(name, pair, foreign.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_page_of_goals_costs_the_same_for_one_and_four(
    client, pair, mentee, django_assert_num_queries, count
):
    for number in range(count):
        goal = shared_goal(pair, f"Goal {number}")
        steps.add(goal, "One", "Two", at=AT)
    client.force_login(mentee)
    with django_assert_num_queries(12):
        client.get(page("goal_list", pair))


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


def test_too_many_steps_at_once_are_refused(pair):
    goal = shared_goal(pair)
    with pytest.raises(ValidationError):
        steps.add(goal, *map(str, range(steps.MOST_STEPS + 1)), at=AT)


def test_the_partner_hears_once_that_a_goal_is_shared_and_may_switch_that_off(
    client, pair, mentee, mentor
):
    goal = writing.add(pair.mentee, {"text": "Lead one incident"}, at=AT)
    assert not Message.objects.filter(kind="goal_shared").exists()
    client.force_login(mentee)
    for what in ("share", "private", "share"):
        change(client, pair, goal, what)
    [message] = Message.objects.filter(kind="goal_shared")
    assert (message.to, message.scope) == (mentor, "")
    subject, body = words_of(message)
    assert page("goal_detail", pair, goal.pk) in body
    assert "Lead one incident" not in subject + body
    assert "goal_shared" in {kind.name for kind in kinds.offered_to(mentor)}
    assert fate("goal_shared", AT + timedelta(minutes=6)) == SENT


def test_news_of_a_goal_that_is_private_again_or_of_a_pair_that_ended_is_not_sent(pair, mentor):
    goal = shared_goal(pair)
    writing.keep_private(goal)
    assert fate("goal_shared", AT + timedelta(minutes=6)) == UNTRUE
    shared_goal(pair, "Another")
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert fate("goal_shared", AT + timedelta(minutes=6)) == UNTRUE


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
