"""What the organization sees: totals from five people on, and nothing to subtract."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from growth.models import PathwayItem, QuarterTotals
from growth.pathway.actions.totals import work_out
from growth.pathway.queries import totals as found_now
from growth.pathway.rules.quarters import CalendarQuarter
from growth.pathway.rules.totals import LEAST, Count, may_be_shown
from tests.factories import UserFactory
from tests.factories.growth import (
    ConversationFactory,
    PathwayItemFactory,
    PersonItemFactory,
    RevisionFactory,
    turn_on,
)

SPRING = CalendarQuarter(2021, 2)
AT = datetime(2021, 7, 20, 12, tzinfo=UTC)


def totals_of(quarter):
    """As they would be worked out now."""
    figures = [asdict(one) for one in found_now.shown_of(quarter)]
    row = QuarterTotals(year=quarter.year, number=quarter.number, figures=figures)
    return found_now.totals_of(row)


def _people(division, count):
    return UserFactory.create_batch(count, division=division)


def _grow(people):
    """Each with a plan, a talk and an item done in spring."""
    item = PathwayItem.objects.first() or PathwayItemFactory()
    for person in people:
        RevisionFactory(plan__person=person)
        ConversationFactory(person=person, manager=None, held_on=date(2021, 5, 1))
        PersonItemFactory(person=person, item=item, state="done", done_on=date(2021, 6, 1))


def test_totals_are_by_division(db):
    _grow(_people("Support", 6))
    _grow(_people("Finance", 5))
    found = totals_of(SPRING)
    assert [(row.division, row.figures) for row in found.rows] == [
        ("Finance", [5, 5, 5]),
        ("Support", [6, 6, 6]),
    ]
    assert (found.others, found.all) == ([None] * 3, [11] * 3)


def test_small_divisions_are_counted_together(db):
    _grow(_people("Support", 6))
    _grow(_people("Finance", 3))
    _grow(_people("Legal", 4))
    found = totals_of(SPRING)
    assert [row.division for row in found.rows] == ["Support"]
    assert (found.others, found.all) == ([7] * 3, [13] * 3)


def test_one_small_division_takes_the_next_along(db):
    _grow(_people("Support", 9))
    _grow(_people("Sales", 6))
    _grow(_people("Finance", 4))
    found = totals_of(SPRING)
    assert [row.division for row in found.rows] == ["Support"]
    assert (found.others, found.all) == ([10] * 3, [19] * 3)


def test_fewer_than_five_people_are_no_total(client, growth_on, growth_organizer):
    people = _people("Support", 4)
    _grow(people)
    assert totals_of(SPRING).all == [None] * 3
    work_out(AT)
    client.force_login(growth_organizer)
    with time_machine.travel(AT):
        page = client.get("/growth/edit/totals/").text
    assert "not shown" in page
    assert people[0].name not in page


def test_only_what_was_in_the_quarter_counts(db):
    people = _people("Support", 5)
    for person in people:
        RevisionFactory(plan__person=person, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
        ConversationFactory(person=person, manager=None, held_on=date(2021, 7, 1))
        ConversationFactory(
            person=person, manager=None, state="planned", agreed="", held_on=date(2021, 5, 1)
        )
    assert totals_of(SPRING).all == [None] * 3


def test_a_plan_with_versions_is_one_plan(db):
    for person in _people("Support", 5):
        first = RevisionFactory(
            plan__person=person,
            opened_at=datetime(2021, 1, 1, tzinfo=UTC),
            closed_at=datetime(2021, 5, 1, tzinfo=UTC),
        )
        RevisionFactory(plan=first.plan, number=2, opened_at=datetime(2021, 5, 1, tzinfo=UTC))
    assert totals_of(SPRING).all[0] == 5


def test_the_running_quarter_is_not_shown(client, growth_on, growth_organizer):
    work_out(AT)
    client.force_login(growth_organizer)
    with time_machine.travel(AT):
        page = client.get("/growth/edit/totals/?quarter=2021-3").text
    assert "Q2 2021" in page
    assert "Q3 2021" not in page


@pytest.mark.parametrize("count", [1, 4])
def test_totals_cost_the_same_with_many_people(
    client, growth_on, growth_organizer, count, django_assert_num_queries
):
    for number in range(count):
        _grow(_people(f"Division {number}", 5))
    work_out(AT)
    client.force_login(growth_organizer)
    with time_machine.travel(AT):
        client.get("/growth/edit/totals/")
        with django_assert_num_queries(3):
            assert client.get("/growth/edit/totals/").status_code == 200


def _page(client, organizer):
    client.force_login(organizer)
    return client.get("/growth/edit/totals/?quarter=2021-2").context["totals"]


def test_looking_twice_tells_nothing_about_who_moved_left_or_logged_late(
    client, growth_on, growth_organizer
):
    support, finance = _people("Support", 7), _people("Finance", 6)
    _grow([*support, *finance])
    assert work_out(AT) == {"totals of quarters": 4}
    before = _page(client, growth_organizer)
    assert before.all == [13, 13, 13]
    support[0].division = "Finance"
    support[0].save()
    support[1].delete()
    ConversationFactory(person=finance[0], manager=None, held_on=date(2021, 5, 2))
    assert work_out(AT + timedelta(days=1)) == {"totals of quarters": 0}
    assert _page(client, growth_organizer) == before


def test_a_quarter_is_worked_out_a_week_after_it_ended(client, growth_on, growth_organizer):
    work_out(datetime(2021, 7, 7, 12, tzinfo=UTC))
    assert not QuarterTotals.objects.filter(year=2021, number=2).exists()
    work_out(datetime(2021, 7, 8, 12, tzinfo=UTC))
    assert QuarterTotals.objects.filter(year=2021, number=2).exists()


def test_before_the_first_totals_the_page_says_when(client, growth_on, growth_organizer):
    client.force_login(growth_organizer)
    page = client.get("/growth/edit/totals/").text
    assert "The first totals are worked out a week after the end of this quarter." in page


def test_nothing_is_worked_out_while_growth_is_off(db):
    turn_on("off")
    assert work_out(AT) == {}
    assert not QuarterTotals.objects.exists()


GROUPS = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.integers(0, 12).flatmap(
        lambda people: st.builds(
            Count, st.just(people), st.integers(people, people * 4) if people else st.just(0)
        )
    ),
    max_size=8,
)


@given(GROUPS)
def test_no_number_stands_for_fewer_than_five(groups):
    shown = may_be_shown(groups)
    if shown.total is None:
        assert (shown.groups, shown.others) == ({}, None)
        return
    hidden = [name for name in groups if name not in shown.groups]
    assert all(groups[name].people >= LEAST for name in shown.groups)
    assert shown.total == sum(shown.groups.values()) + (shown.others or 0)
    if hidden:
        # What is left after subtracting every group that is shown is the number of at least two
        # groups and at least five people.
        assert len(hidden) > 1 or sum(groups[name].people for name in hidden) >= LEAST
        assert sum(groups[name].people for name in hidden) >= LEAST
        assert shown.others == sum(groups[name].things for name in hidden)
