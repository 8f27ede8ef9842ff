"""The page of a pathway, and what a person makes of its items."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from directory.queries import switch as directory
from growth import home
from growth.models import Closing, PathwayItem, PersonItem, PlanGoal
from growth.pathway.actions import items
from growth.pathway.rules.quarters import Slot
from tests.factories import CallFactory, CycleFactory, UserFactory
from tests.factories.growth import (
    ItemKindFactory,
    OpportunityFactory,
    PathwayItemFactory,
    RevisionFactory,
)
from tests.growth.pathways import AT, TODAY, done, entry_of, load_pathway, page_of, row_of

STARTED_ON = date(2020, 8, 17)  # so AT is in year 1, quarter 4


@pytest.fixture
def pathway(db):
    return load_pathway()


@pytest.fixture
def noor(noor):
    noor.started_on = STARTED_ON
    noor.save()
    return noor


@pytest.fixture
def page(client, noor, pathway):
    client.force_login(noor)
    with time_machine.travel(AT, tick=False):
        yield client


def _address(name, person, key, slot=None):
    entry = entry_of(person, key, slot)
    return reverse(f"growth:pathway_{name}", args=[entry.what, entry.number])


def test_the_page_says_where_one_is(page, noor):
    shown = page.get("/growth/pathway/").text
    assert "Year 1, quarter 4" in shown
    assert "May 2021 to July 2021" not in shown
    assert "May to July 2021" in shown
    assert "Our records say you started on 17 August 2020." in shown
    assert shown.count("You are here") == 1
    assert "Apply as a mentee" in shown


def test_the_26_items_stand_in_their_quarters(noor, pathway):
    sizes = [(quarter.slot.key, len(quarter.entries)) for quarter in page_of(noor).quarters]
    assert sizes == [
        ("y1q1", 3),
        ("y1q2", 3),
        ("y1q3", 4),
        ("y1q4", 3),
        ("y2q1", 3),
        ("y2q2", 3),
        ("y2q3", 2),
        ("y2q4", 2),
        ("y3", 3),
    ]
    states = [quarter.state for quarter in page_of(noor).quarters]
    assert states == ["past"] * 3 + ["now"] + ["ahead"] * 5


def test_repeated_items_are_one_kind_and_counted(noor, pathway):
    counted = {one.kind.key: len(one.marks) for one in page_of(noor).counted}
    assert counted == {"live-learning": 3, "online-course": 4, "group-conversation": 5}


def test_ticking_says_so_and_can_be_taken_back(page, noor):
    page.post(_address("tick", noor, "learning-time"), {"seen": "0"})
    assert done(noor) == ["y1q2 learning-time"]
    shown = page.get("/growth/pathway/").text
    assert "Ticked by you on 15 June 2021" in shown
    closing = Closing.objects.get()
    page.post(reverse("growth:closing_take_back", args=[closing.pk]))
    assert done(noor) == []
    assert not Closing.objects.exists()


def test_ticking_twice_ticks_once(noor, pathway):
    row = row_of(noor, "learning-time")
    for _time in range(2):
        items.tick(row, seen=0, at=AT, today=TODAY)
    assert Closing.objects.count() == 1


def test_an_item_asked_for_twice_is_done_the_second_time_or_scaled_back(page, noor, pathway):
    kind = ItemKindFactory(pathway=pathway, title="Two talks")
    item = PathwayItemFactory(kind=kind, year=1, quarter=4, count=2)
    address = reverse("growth:pathway_tick", args=["item", item.pk])
    page.post(address, {"seen": "0"})
    page.post(address, {"seen": "0"})
    assert done(noor) == []
    shown = page.get(reverse("growth:pathway_item", args=["item", item.pk])).text
    assert "Open, 1 of 2 times done" in shown
    page.post(reverse("growth:pathway_scale", args=["item", item.pk]), {"count": "1"})
    assert len(done(noor)) == 1
    page.post(reverse("growth:pathway_scale", args=["item", item.pk]), {"count": "2"})
    assert done(noor) == []
    page.post(address, {"seen": "1"})
    assert len(done(noor)) == 1


def test_nobody_scales_above_what_is_suggested(page, noor):
    answer = page.post(_address("scale", noor, "mentee"), {"count": "9"})
    assert answer.status_code == 200
    with pytest.raises(ValidationError) as error:
        items.scale(row_of(noor, "mentee"), 9, at=AT)
    assert error.value.code == "count"


def test_skipping_keeps_the_reason_for_the_person_alone(page, noor):
    address = _address("skip", noor, "online-course", "y1q4")
    assert "Nobody else reads it." in page.get(address).text
    page.post(address, {"reason": "The hybrid course was enough."})
    shown = page.get("/growth/pathway/").text
    assert "“The hybrid course was enough.”" in shown
    assert entry_of(noor, "online-course", "y1q4").is_skipped
    page.post(_address("take_up", noor, "online-course", "y1q4"))
    entry = entry_of(noor, "online-course", "y1q4")
    assert (entry.is_open, entry.row.reason) == (True, "")


def test_what_is_done_is_not_skipped(page, noor):
    items.tick(row_of(noor, "mentee"), seen=0, at=AT, today=TODAY)
    answer = page.post(_address("skip", noor, "mentee"), {"reason": "No time"})
    assert "This is done already." in answer.text
    assert "No time" in answer.text


def test_a_long_reason_stays_typed(page, noor):
    answer = page.post(_address("skip", noor, "mentee"), {"reason": "x" * 301})
    assert "x" * 301 in answer.text
    assert not PersonItem.objects.exists()


def test_moving_goes_to_another_quarter_and_home_again(page, noor):
    page.post(_address("move", noor, "mentee"), {"to": "y2q1"})
    assert entry_of(noor, "mentee").slot == Slot(2, 1)
    assert "Moved by you" in page.get("/growth/pathway/").text
    page.post(_address("move", noor, "mentee"), {"to": "y1q4"})
    row = entry_of(noor, "mentee").row
    assert (row.year, row.quarter) == (None, None)
    assert page.post(_address("move", noor, "mentee"), {"to": "y99q9"}).status_code == 200


def test_an_idea_is_moved_into_a_quarter(noor, pathway):
    items.move(row_of(noor, "elevate"), Slot(3, 2), at=AT)
    assert [quarter.slot.key for quarter in page_of(noor).quarters][-2:] == ["y3q2", "y3"]


def test_what_was_moved_can_be_moved_back(page, noor):
    entry = entry_of(noor, "elevate")
    address = reverse("growth:pathway_item", args=["item", entry.number])
    move = reverse("growth:pathway_move", args=["item", entry.number])
    page.post(move, {"to": "y3q2"})
    text = page.get(address).text
    assert "Ideas for year 3 and later, where the pathway has it" in text
    assert 'value="y3q2"' not in text  # it is there
    page.post(move, {"to": "y3"})
    assert entry_of(noor, "elevate").slot == Slot(3)
    assert not entry_of(noor, "elevate").is_moved


def test_what_is_ahead_is_offered_for_this_quarter_first(page, noor):
    entry = entry_of(noor, "growth-benefit")
    assert entry.slot == Slot(2, 1)
    text = page.get(reverse("growth:pathway_item", args=["item", entry.number])).text
    assert '<option value="y1q4" selected' in text


def test_an_item_of_ones_own_is_added_changed_and_removed(page, noor):
    answer = page.post("/growth/pathway/add/", {"title": "", "text": "Two weeks", "to": "y1q4"})
    assert "Say what you want to do." in answer.text
    assert "Two weeks" in answer.text
    values = {"title": "Shadow two triages", "text": "Two weeks", "to": "y1q4"}
    page.post("/growth/pathway/add/", values)
    page.post("/growth/pathway/add/", values)
    row = PersonItem.objects.get()
    address = reverse("growth:pathway_item", args=["own", row.pk])
    assert "Added by you" in page.get("/growth/pathway/").text
    page.post(address, {"title": "Shadow three triages", "text": ""})
    assert entry_of(noor, "Shadow three triages").slot == Slot(1, 4)
    page.post(reverse("growth:pathway_remove", args=["own", row.pk]))
    assert not PersonItem.objects.exists()


def test_an_opportunity_is_added_with_its_title(page, noor):
    opportunity = OpportunityFactory(title="Security shadow program")
    OpportunityFactory(title="Not yet open", published_at=None)
    shown = page.get("/growth/pathway/add/?to=y2q1").text
    assert "Security shadow program" in shown
    assert "Not yet open" not in shown
    page.post("/growth/pathway/add/", {"opportunity": opportunity.pk, "to": "y2q1"})
    entry = entry_of(noor, "Security shadow program")
    assert (entry.slot, entry.row.opportunity) == (Slot(2, 1), opportunity)


def test_only_own_items_are_removed(page, noor):
    page.post(_address("remove", noor, "mentee"))
    assert entry_of(noor, "mentee").is_open
    with pytest.raises(ValidationError) as error:
        items.remove(row_of(noor, "mentee"), at=AT)
    assert error.value.code == "not_own"


def test_there_is_an_end_to_adding(noor, pathway, monkeypatch):
    monkeypatch.setattr(items, "MOST_OWN", 1)
    items.add(noor, {"title": "One", "text": ""}, Slot(1, 4), at=AT)
    with pytest.raises(ValidationError) as error:
        items.add(noor, {"title": "Two", "text": ""}, Slot(1, 4), at=AT)
    assert error.value.code == "too_many"
    with pytest.raises(ValidationError) as error:
        items.add(noor, {"title": "Far", "text": ""}, Slot(99, 4), at=AT)
    assert error.value.code == "far"


def test_an_item_becomes_a_goal_of_the_plan(page, noor):
    answer = page.post(_address("plan", noor, "mentee"), follow=True)
    assert "Begin a growth plan first." in answer.text
    RevisionFactory(plan__person=noor)
    page.post(_address("plan", noor, "mentee"))
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin) == ("Apply as a mentee", "pathway")


def test_the_open_call_is_on_the_item(page, noor):
    cycle = CycleFactory(program__name="Women at Merrowfield")
    role = cycle.roles.get(side="mentee")
    CallFactory(role=role)
    CallFactory(role=cycle.roles.get(side="mentor"))
    shown = page.get("/growth/pathway/").text
    apply = reverse(
        "applications:application_apply", args=[cycle.program.slug, cycle.slug, role.slug]
    )
    assert shown.count(f'href="{apply}"') == 1
    assert apply in page.get(_address("item", noor, "mentee")).text


def test_links_lead_to_what_can_be_opened(page, noor):
    """Growth names the shadow program before anybody has put it on the board."""
    cache.set(directory.KEY, True)
    address = _address("item", noor, "ceo-shadow")
    assert "Open the opportunity" not in page.get(address).text
    OpportunityFactory(slug="ceo-shadow")
    assert 'href="/opportunities/ceo-shadow/"' in page.get(address).text
    assert 'href="/mentors/"' in page.get(_address("item", noor, "mentee")).text
    assert 'href="/profile/"' in page.get(_address("item", noor, "mentor")).text


def test_alternatives_of_another_division_are_left_out(page, noor):
    shown = page.get(_address("item", noor, "learning-hub")).text
    assert "Learning hub of Support" in shown
    assert "Learning hub of Finance" not in shown


def test_a_division_gets_its_own_pathway(noor, pathway):
    load_pathway(SMALL)
    assert [entry.title for entry in page_of(noor).entries] == ["Only this"]
    other = UserFactory(division="Finance", started_on=STARTED_ON)
    assert len(page_of(other).entries) == 26


SMALL = """
pathway: {slug: support, name: Support, division: support}
kinds: [{key: only, title: Only this}]
quarters: [{year: 1, quarter: 4, items: [only]}]
"""


def test_what_was_done_stays_when_the_pathway_changes(noor, pathway):
    items.tick(row_of(noor, "mentee"), seen=0, at=AT, today=TODAY)
    load_pathway(SMALL)
    assert done(noor) == ["y1q4 mentee"]
    assert [entry.title for entry in page_of(noor).entries] == ["Only this", "Apply as a mentee"]


def test_an_item_taken_out_is_gone_unless_it_was_done(noor, pathway):
    items.move(row_of(noor, "mentee"), Slot(2, 1), at=AT)
    PathwayItem.objects.filter(kind__key="mentee").update(archived_at=AT)
    assert "Apply as a mentee" not in [entry.title for entry in page_of(noor).entries]


def test_without_a_start_date_nobody_is_anywhere(page, noor):
    noor.started_on = None
    noor.save()
    shown = page.get("/growth/pathway/").text
    assert "Your start date is not on record" in shown
    assert "You are here" not in shown
    page.post(_address("tick", noor, "learning-time"), {"seen": "0"})
    assert done(noor) == ["y1q2 learning-time"]


def test_without_a_pathway_one_adds_ones_own(client, noor):
    client.force_login(noor)
    assert "Your organization has no pathway yet." in client.get("/growth/pathway/").text


def test_years_later_there_is_still_a_quarter(noor, pathway):
    late = page_of(noor, at=datetime(2026, 1, 15, tzinfo=UTC))
    assert (late.now.heading, late.now.entries) == ("Year 6, quarter 2", [])
    assert [quarter.slot.key for quarter in late.ideas] == ["y3"]  # the ideas go on


def test_ideas_of_a_year_that_is_reached_are_not_for_later(client, noor, pathway):
    noor.started_on = date(2018, 2, 1)  # year 4
    noor.save()
    page = page_of(noor)
    assert [quarter.heading for quarter in page.ideas] == ["Ideas for year 3 and later"]
    assert page.later == []
    client.force_login(noor)
    with time_machine.travel(AT, tick=False):
        text = client.get("/growth/pathway/").text
    assert "Whenever you like" in text
    assert ">Later<" not in text
    noor.started_on = STARTED_ON
    noor.save()
    assert page_of(noor).ideas == []


def test_others_find_nothing_of_mine(client, noor, pathway):
    items.add(noor, {"title": "Mine", "text": ""}, Slot(1, 4), at=AT)
    items.tick(row_of(noor, "mentee"), seen=0, at=AT, today=TODAY)
    client.force_login(UserFactory())
    own = reverse("growth:pathway_item", args=["own", PersonItem.objects.get(item=None).pk])
    back = reverse("growth:closing_take_back", args=[Closing.objects.get().pk])
    assert (client.get(own).status_code, client.post(back).status_code) == (404, 404)
    assert client.get(_address("item", noor, "mentee")).status_code == 200  # theirs, untouched
    assert Closing.objects.count() == 1


def test_home_has_one_line_of_it(noor, pathway):
    assert "3 items of your pathway are open this quarter." in [
        line.text for line in home.lines(noor, AT)
    ]
    for key in ("mentee", "online-course"):
        items.skip(row_of(noor, key, "y1q4"), "", at=AT)
    assert "One item of your pathway is open this quarter." in [
        line.text for line in home.lines(noor, AT)
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_with_many_items(
    page, noor, pathway, count, django_assert_num_queries
):
    CallFactory(role=CycleFactory().roles.get(side="mentee"))
    for number in range(count):
        kind = ItemKindFactory(pathway=pathway)
        kind.alternatives.create(position=1, title="A way")
        item = PathwayItemFactory(kind=kind, year=1, quarter=4, position=number)
        items.tick(PersonItem(person=noor, item=item), seen=0, at=AT, today=TODAY)
        items.add(noor, {"title": f"Own {number}", "text": ""}, Slot(1, 4), at=AT)
    page.get("/growth/pathway/")
    with django_assert_num_queries(10):
        assert page.get("/growth/pathway/").status_code == 200
