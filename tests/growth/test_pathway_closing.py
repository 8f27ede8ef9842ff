"""Items that close by themselves: by what, which one, and taken back for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications.actions import applications
from applications.actions.applications import Submission
from applications.signals import handed_in
from growth.conversations.actions import change as change_talk
from growth.models import Closing, Conversation, ItemKind, LearningEntry, PlanRevision
from growth.pathway.actions import closing, items
from growth.pathway.actions.closing import catch_up
from growth.pathway.rules.closing import CLOSES_AHEAD, choose, is_enough
from growth.pathway.rules.quarters import Slot, has_begun
from growth.plans.actions import revisions
from growth.signals import learning_logged, opportunity_done
from people.actions import people
from tests.factories import ApplicationFactory, CallFactory, CycleFactory
from tests.factories.growth import (
    ConversationFactory,
    LearningEntryFactory,
    OpportunityApplicationFactory,
    OpportunityFactory,
    turn_on,
)
from tests.growth.pathways import AT, TODAY, done, entry_of, load_pathway, row_of

FIRST_DAY = date(2020, 8, 17)


@pytest.fixture
def pathway(db):
    return load_pathway()


@pytest.fixture
def noor(noor, pathway):
    noor.started_on = FIRST_DAY
    noor.save()
    return noor


def _log(person, kind="course", done_on=TODAY, **values):
    entry = LearningEntryFactory(person=person, kind=kind, done_on=done_on, **values)
    learning_logged.send(LearningEntry, entry=entry, at=AT)
    return entry


def _change(entry, **values):
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    learning_logged.send(LearningEntry, entry=entry, at=AT)


def _apply(person, side, at=AT):
    role = CycleFactory().roles.get(side=side)
    CallFactory(role=role)
    return applications.submit(role, person, Submission({}), at=at)


def _begin(person, after=0, at=AT):
    values = {"aim": "Be asked first", "texts": []}
    return revisions.begin(person, None, values, starts_on=at.date(), after=after, at=at)


def test_an_application_as_a_mentee_closes_the_item(client, noor):
    sent = _apply(noor, "mentee")
    assert done(noor) == ["y1q4 mentee"]
    client.force_login(noor)
    with time_machine.travel(AT):
        page = client.get("/growth/pathway/").text
    assert f"your application to {sent.cycle.program}" in page
    assert "15 June 2021" in page


@pytest.mark.parametrize(
    ("side", "closed"), [("mentee", ["y1q4 mentee"]), ("mentor", ["y2q3 mentor"])]
)
def test_each_side_closes_its_own(noor, side, closed):
    _apply(noor, side)
    assert done(noor) == closed


def test_an_application_of_an_import_closes_too(noor):
    sent = ApplicationFactory(person=noor, side="mentee", status="submitted", submitted_at=AT)
    handed_in.send(type(sent), applications=[sent], at=AT)
    assert done(noor) == ["y1q4 mentee"]


def test_being_available_as_a_mentor_closes_the_item_once(client, noor):
    people.save_profile(noor, {"is_available_as_mentor": True}, at=AT)
    assert done(noor) == ["y2q3 mentor"]
    client.force_login(noor)
    with time_machine.travel(AT):
        assert "being available as a mentor" in client.get("/growth/pathway/").text
    client.post(reverse("growth:closing_take_back", args=[Closing.objects.get().pk]))
    for is_available in (False, True):
        people.save_profile(noor, {"is_available_as_mentor": is_available}, at=AT)
    assert done(noor) == []


def test_a_draft_closes_nothing(noor):
    role = CycleFactory().roles.get(side="mentee")
    CallFactory(role=role)
    applications.save_draft(role, noor, {"q": ["x"]}, at=AT)
    assert done(noor) == []


def test_a_first_plan_and_a_talk_are_two_halves(noor):
    _begin(noor)
    assert done(noor) == []
    assert [one.cause for one in entry_of(noor, "growth-plan").closings] == ["revision"]
    talk = ConversationFactory(person=noor, state="planned", agreed="", topic="plan")
    change_talk(talk, {"agreed": "Go on", "held_on": TODAY}, by=noor, at=AT, today=TODAY)
    assert done(noor) == ["y1q1 growth-plan"]


def test_a_talk_about_the_benefit_is_not_the_first_talk(noor):
    talk = ConversationFactory(person=noor, state="planned", agreed="", topic="career")
    values = {"agreed": "Yes", "held_on": TODAY, "topic": Conversation.Topic.BENEFIT}
    noor.started_on = date(2020, 6, 1)  # in year 2, quarter 1
    noor.save()
    talk.refresh_from_db()
    change_talk(talk, values, by=noor, at=AT, today=TODAY)
    assert done(noor) == ["y2q1 growth-benefit"]


def test_a_new_version_closes_what_asks_to_revisit_the_plan(noor):
    noor.started_on = AT.date() - timedelta(days=460)  # in year 2, quarter 2
    noor.save()
    _begin(noor)
    assert done(noor) == []
    _begin(noor, after=1, at=AT + timedelta(days=1))
    assert done(noor) == ["y2q2 revisit-plan"]


def test_a_new_version_before_its_time_closes_nothing(noor):
    _begin(noor)
    _begin(noor, after=1, at=AT + timedelta(days=1))
    assert done(noor) == []


def test_logs_fill_this_quarter_first_then_the_one_before(noor):
    _log(noor)
    assert done(noor) == ["y1q4 online-course"]
    _log(noor)
    assert done(noor) == ["y1q3 online-course", "y1q4 online-course"]
    _log(noor)  # not the one of a year ahead
    assert len(done(noor)) == 2


def test_a_group_conversation_must_be_another_divisions(client, noor):
    entry = _log(noor, "group_conversation", division="support")
    assert done(noor) == []
    _change(entry, division="Finance")
    assert done(noor) == ["y1q4 group-conversation"]
    _change(entry, division="Support")
    assert done(noor) == []
    client.force_login(noor)
    with time_machine.travel(AT):
        page = client.get("/growth/pathway/").text
    assert "Your own division, Support, does not count here." in page


def test_the_log_says_why_a_group_conversation_closes_nothing(client, noor):
    said = "Your own division’s: your pathway counts those of others."

    def page():
        client.force_login(noor)
        with time_machine.travel(AT):
            return client.get("/growth/learning/").text

    entry = _log(noor, "group_conversation", division="support")
    assert said in page()
    _change(entry, division="Finance")
    assert said not in page()
    noor.division = "Finance"  # it closed its item before they moved there
    noor.save()
    assert said not in page()
    _log(noor, "group_conversation", division="Finance")
    assert page().count(said) == 1
    ItemKind.objects.filter(closed_by="group_conversation").update(other_division=False)
    assert said not in page()


def test_an_entry_that_becomes_another_kind_closes_another_item(noor):
    entry = _log(noor, "course")
    _change(entry, kind="live_learning")
    assert done(noor) == ["y1q3 live-learning"]
    _change(entry, title="Only the words")
    assert done(noor) == ["y1q3 live-learning"]
    assert Closing.objects.count() == 1


def test_a_book_is_no_course(noor):
    _log(noor, "book")
    assert done(noor) == []


def test_what_is_taken_back_stays_taken_back(client, noor):
    entry = _log(noor)
    client.force_login(noor)
    closed = Closing.objects.get()
    client.post(reverse("growth:closing_take_back", args=[closed.pk]))
    assert done(noor) == []
    _change(entry, title="Changed")
    catch_up(noor, at=AT)
    assert done(noor) == []
    _log(noor)
    assert done(noor) == ["y1q4 online-course"]
    answer = client.post(reverse("growth:closing_take_back", args=[closed.pk]))
    assert answer.status_code == 404


def test_the_same_thing_closes_once(noor):
    sent = _apply(noor, "mentee")
    applications.withdraw(sent, by=noor, at=AT + timedelta(hours=1))
    applications.submit(sent.role, noor, Submission({}), at=AT + timedelta(hours=2))
    assert Closing.objects.count() == 1
    assert done(noor) == ["y1q4 mentee"]


def test_what_is_skipped_stays_skipped(noor):
    items.skip(row_of(noor, "mentee"), "Not now", at=AT)
    _apply(noor, "mentee")
    assert entry_of(noor, "mentee").is_skipped


def test_an_opportunity_closes_what_names_it(noor):
    shadow = OpportunityFactory(slug="ceo-shadow")
    other = OpportunityFactory(slug="other")
    items.add(noor, {"title": "", "text": ""}, Slot(1, 4), at=AT, opportunity=other)
    for opportunity in (shadow, other):
        application = OpportunityApplicationFactory(
            person=noor, opportunity=opportunity, state="done", done_on=TODAY
        )
        opportunity_done.send(type(application), application=application, at=AT)
    assert done(noor) == [f"y1q4 {other.title}", "y2q4 ceo-shadow"]


def test_nothing_closes_for_those_growth_is_off_for(noor):
    turn_on("some", ["Finance"])
    _apply(noor, "mentee")
    assert not Closing.objects.exists()


def test_what_was_done_before_is_counted_when_asked(client, noor, manager):
    turn_on("off")
    _apply(noor, "mentee")
    _begin(noor)
    ConversationFactory(person=noor, held_on=TODAY)
    LearningEntryFactory(person=noor, done_on=TODAY)
    turn_on()
    client.force_login(noor)
    answer = client.post("/growth/pathway/catch-up/", follow=True)
    assert "3 items are closed by it." in answer.text
    assert done(noor) == ["y1q1 growth-plan", "y1q4 mentee", "y1q4 online-course"]
    again = client.post("/growth/pathway/catch-up/", follow=True)
    assert "Nothing more was found that closes an item." in again.text


def test_what_closed_an_item_may_be_gone(client, noor):
    _log(noor).delete()
    assert done(noor) == ["y1q4 online-course"]
    client.force_login(noor)
    with time_machine.travel(AT):
        assert "something that has since been removed" in client.get("/growth/pathway/").text


def test_without_a_start_date_the_first_open_item_closes(noor):
    noor.started_on = None
    noor.save()
    _log(noor)
    assert done(noor) == ["y1q3 online-course"]


SLOTS = st.builds(Slot, st.integers(1, 3), st.sampled_from([1, 2, 3, 4, None]))
ITEMS = st.lists(st.tuples(SLOTS, st.sampled_from(["course", "mentee"])), max_size=8)


@given(ITEMS, SLOTS)
def test_the_chosen_item_is_the_nearest_that_may_close(found, here):
    here = Slot(here.year, here.quarter or 4)
    place = choose(found, here)
    begun = [slot for slot, _by in found if has_begun(slot, here)]
    ahead = [slot for slot, by in found if not has_begun(slot, here) and by in CLOSES_AHEAD]
    if begun:
        assert found[place][0] == max(begun)
    elif ahead:
        assert found[place][0] == min(ahead)
        assert found[place][1] in CLOSES_AHEAD
    else:
        assert place is None


@pytest.mark.parametrize(
    ("closed_by", "causes", "count", "enough"),
    [
        ("course", [], 1, False),
        ("course", ["learning"], 2, False),
        ("course", ["learning", "hand"], 2, True),
        ("plan_and_conversation", ["revision"], 1, False),
        ("plan_and_conversation", ["conversation", "revision"], 1, True),
        ("plan_and_conversation", ["hand"], 1, True),
    ],
)
def test_what_is_enough(closed_by, causes, count, enough):
    assert is_enough(closed_by, causes, count) is enough


def test_what_is_known_of_a_version_is_its_number(noor):
    _begin(noor)
    first = closing.of_revision(PlanRevision.objects.select_related("plan__person").get())
    assert first.closes == {"plan", "plan_and_conversation"}
    assert first.day == datetime(2021, 6, 15, tzinfo=UTC).date()
