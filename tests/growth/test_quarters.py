"""Quarters of tenure and of the calendar, whatever the dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth.pathway.rules.quarters import (
    CalendarQuarter,
    Slot,
    finished_quarters,
    first_day,
    has_begun,
    last_day,
    slot_of,
)

STARTS = st.dates(date(1960, 1, 1), date(2150, 12, 31))
DAYS_HERE = st.integers(0, 15_000)


@pytest.mark.parametrize(
    ("day", "slot"),
    [
        (date(2027, 1, 11), Slot(1, 1)),
        (date(2027, 3, 31), Slot(1, 1)),
        (date(2027, 4, 1), Slot(1, 2)),
        (date(2027, 12, 31), Slot(1, 4)),
        (date(2028, 1, 1), Slot(2, 1)),
        (date(2029, 10, 3), Slot(3, 4)),
        (date(2026, 12, 31), Slot(1, 1)),
    ],
)
def test_a_quarter_is_counted_from_the_month_of_the_start(day, slot):
    assert slot_of(day, date(2027, 1, 11)) == slot


@given(STARTS, DAYS_HERE)
def test_every_day_is_in_the_quarter_that_holds_it(started_on, days):
    day = started_on + timedelta(days=days)
    slot = slot_of(day, started_on)
    assert first_day(slot, started_on) <= day <= last_day(slot, started_on)
    assert slot_of(first_day(slot, started_on), started_on) == slot
    assert slot_of(last_day(slot, started_on), started_on) == slot


@given(STARTS, DAYS_HERE)
def test_quarters_follow_each_other_without_a_gap(started_on, days):
    slot = slot_of(started_on + timedelta(days=days), started_on)
    assert last_day(slot, started_on) + timedelta(days=1) == first_day(slot.next, started_on)
    assert slot < slot.next
    assert (slot.next.year - slot.year) * 4 + slot.next.quarter - slot.quarter == 1


@given(STARTS, DAYS_HERE, st.integers(0, 400))
def test_time_only_goes_on(started_on, days, more):
    day = started_on + timedelta(days=days)
    earlier, later = slot_of(day, started_on), slot_of(day + timedelta(days=more), started_on)
    assert earlier <= later
    assert has_begun(earlier, later)


@given(st.integers(1, 40))
def test_ideas_stand_behind_their_year_and_begin_with_it(year):
    ideas = Slot(year)
    assert Slot(year, 4) < ideas < Slot(year + 1, 1)
    assert has_begun(ideas, Slot(year, 1))
    assert not has_begun(ideas, Slot(year - 1, 4)) or year == 1


@given(st.dates(date(1960, 1, 1), date(2150, 12, 31)))
def test_finished_quarters_are_over_and_touch(today):
    found = finished_quarters(today, 4)
    assert found[0].last < today <= found[0].last + timedelta(days=92)
    for later, earlier in pairwise(found):
        assert earlier.last + timedelta(days=1) == later.first


def test_a_quarter_of_the_calendar_has_a_key():
    assert CalendarQuarter(2027, 1).before == CalendarQuarter(2026, 4)
    assert CalendarQuarter(2026, 4).key == "2026-4"
