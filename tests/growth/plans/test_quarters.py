"""A plan's year and its quarters."""

from datetime import date, timedelta

import pytest

from growth.plans.rules import last_day, quarter_of, quarters


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
