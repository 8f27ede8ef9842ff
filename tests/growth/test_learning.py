"""What somebody learned and the challenging tasks they took on: theirs alone."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from growth.learning import actions
from growth.models import LearningEntry, StretchTask
from growth.signals import learning_logged
from tests.concurrency import together
from tests.factories import PairFactory, UserFactory
from tests.factories.growth import (
    LearningEntryFactory,
    PlanGoalFactory,
    RevisionFactory,
    StretchTaskFactory,
    turn_on,
)

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
PAGE, ADD, TASK_ADD = (
    "/growth/learning/",
    "/growth/learning/add/",
    "/growth/learning/tasks/add/",
)


def _post(client, person, address, values):
    client.force_login(person)
    with time_machine.travel(AT, tick=False):
        return client.post(address, values)


def _page(client, person):
    client.force_login(person)
    with time_machine.travel(AT):
        return " ".join(client.get(PAGE).text.split())


def _entry(**more):
    return {
        "kind": "book",
        "title": "Thinking in systems",
        "done_on": "2021-06-10",
        "hours": "",
        "division": "",
        "url": "",
        "takeaway": "Look for the delay.",
        "form_key": str(uuid.uuid4()),
    } | more


def _task(**more):
    return {
        "idea": "others",
        "title": "Taught two colleagues to triage",
        "started_on": "2021-05-01",
        "done_on": "",
        "story": "I had never explained it before.",
        "collaboration": "Bo sat in.",
        "iteration": "The second time I let them drive.",
        "results": "Both take shifts now.",
        "url": "",
        "goal": "",
        "form_key": str(uuid.uuid4()),
    } | more


@pytest.mark.parametrize("kind", ["book", "audio_book", "course", "certificate"])
def test_something_learned_is_logged_with_or_without_hours(client, noor, kind):
    assert _post(client, noor, ADD, _entry(kind=kind)).url == PAGE
    _post(client, noor, ADD, _entry(kind=kind, title="Another", hours="2.5"))
    page = _page(client, noor)
    assert "Thinking in systems" in page
    assert "Look for the delay." in page
    assert "2.5 h" in page
    assert "<dd>2</dd>" in page


def test_logging_is_told_to_what_listens_once_and_again_after_a_change(client, noor):
    heard = []

    def hear(sender, entry, at, **kwargs):
        heard.append((entry.title, at))

    learning_logged.connect(hear)
    values = _entry()
    for _time in range(2):
        _post(client, noor, ADD, values)
    entry = LearningEntry.objects.get()
    address = reverse("growth:learning_edit", args=[entry.pk])
    seen = entry.changed_at.isoformat()
    _post(client, noor, address, _entry(title="Systems, again", seen=seen))
    learning_logged.disconnect(hear)
    assert heard == [("Thinking in systems", AT), ("Systems, again", AT)]
    assert LearningEntry.objects.get().title == "Systems, again"


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_logs_once(noor):
    values = {"kind": "book", "title": "Once", "done_on": AT.date()}
    key = uuid.uuid4()
    made = together(*[lambda: actions.log(noor, values, form_key=key, at=AT, today=AT.date())] * 2)
    assert {entry.pk for entry in made} == {LearningEntry.objects.get().pk}


def test_what_was_typed_stays_when_something_is_wrong(client, noor):
    ahead = _post(client, noor, ADD, _entry(done_on="2021-06-16"))
    assert "This date is in the future" in ahead.text
    assert "Look for the delay." in ahead.text
    talk = _post(client, noor, ADD, _entry(kind="group_conversation"))
    assert "Say whose group conversation it was." in talk.text
    none = _post(client, noor, ADD, _entry(hours="0"))
    assert "greater than or equal to 0.1" in none.text
    assert not LearningEntry.objects.exists()


def test_a_group_conversation_is_of_a_division(client, noor):
    UserFactory(division="Finance")
    _post(client, noor, ADD, _entry(kind="group_conversation", division="Finance"))
    assert LearningEntry.objects.get().division == "Finance"
    _post(client, noor, ADD, _entry(kind="book", division="Finance", title="No talk"))
    assert LearningEntry.objects.get(title="No talk").division == ""


def test_two_windows_do_not_overwrite_each_other(client, noor):
    entry, task = LearningEntryFactory(person=noor), StretchTaskFactory(person=noor)
    for name, row, values in (
        ("growth:learning_edit", entry, _entry()),
        ("growth:stretch_edit", task, _task()),
    ):
        old = row.changed_at.isoformat()
        row.changed_at = AT
        row.save()
        answer = _post(client, noor, reverse(name, args=[row.pk]), values | {"seen": old})
        assert "in another window meanwhile" in answer.text


def test_a_challenging_task_is_logged_with_its_three_values_and_its_goal(client, noor):
    goal = PlanGoalFactory(revision=RevisionFactory(plan__person=noor), text="Lead a triage")
    answer = _post(client, noor, f"{TASK_ADD}?idea=others", _task(goal=goal.pk))
    assert answer.url == PAGE
    page = _page(client, noor)
    for words in (
        "Taught two colleagues to triage",
        "Helped others grow",
        "since 1 May 2021",
        "for “Lead a triage”",
        "Bo sat in.",
        "The second time I let them drive.",
        "Both take shifts now.",
    ):
        assert words in page


def test_every_idea_leads_to_its_question(client, noor):
    page = _page(client, noor)
    for idea in StretchTask.Idea.values:
        assert f"?idea={idea}" in page
    client.force_login(noor)
    assert "What could you show somebody this month?" in client.get(f"{TASK_ADD}?idea=others").text
    assert client.get(f"{TASK_ADD}?idea=none").status_code == 200


def test_a_task_ends_after_it_begins_and_not_ahead(client, noor):
    before = _post(client, noor, TASK_ADD, _task(done_on="2021-04-30"))
    assert "It cannot end before it begins." in before.text
    ahead = _post(client, noor, TASK_ADD, _task(done_on="2021-06-16"))
    assert "This date is in the future" in ahead.text
    assert not StretchTask.objects.exists()


def test_goals_of_others_cannot_be_named(client, noor):
    other = PlanGoalFactory()
    assert _post(client, noor, TASK_ADD, _task(goal=other.pk)).status_code == 200
    assert not StretchTask.objects.exists()


def test_a_log_is_changed_and_removed_by_its_owner_alone(client, noor, manager):
    entry, task = LearningEntryFactory(person=noor), StretchTaskFactory(person=noor)
    partner = PairFactory(mentee__person=noor).mentor.person
    names = ("learning_edit", "learning_remove"), ("stretch_edit", "stretch_remove")
    for row, addresses in zip((entry, task), names, strict=True):
        for name in addresses:
            address = reverse(f"growth:{name}", args=[row.pk])
            for person in (manager, partner):
                assert _post(client, person, address, {}).status_code == 404
        _post(client, noor, reverse(f"growth:{addresses[1]}", args=[row.pk]), {})
    assert not LearningEntry.objects.exists()
    assert not StretchTask.objects.exists()


def test_hours_are_those_of_this_year(client, noor):
    LearningEntryFactory(person=noor, hours=4)
    LearningEntryFactory(person=noor, hours=30, done_on=date(2020, 12, 31))
    LearningEntryFactory(hours=100)
    page = _page(client, noor)
    assert "In 2021" in page
    assert ("<dd>1</dd>" in page, "<dd>4</dd>" in page) == (True, True)


def test_without_growth_there_is_no_page(client, noor):
    turn_on("off")
    client.force_login(noor)
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_with_many(client, noor, count, django_assert_num_queries):
    revision = RevisionFactory(plan__person=noor)
    for _number in range(count):
        LearningEntryFactory(person=noor)
        StretchTaskFactory(person=noor, goal=PlanGoalFactory(revision=revision))
    client.force_login(noor)
    with django_assert_num_queries(6):
        client.get(PAGE)
