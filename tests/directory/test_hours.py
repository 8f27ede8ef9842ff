from datetime import date

import pytest

from directory.rules.dates import months_later
from directory.rules.hours import Span, ahead, in_utc, shared_hours, spans

SUMMER = date(2021, 6, 14)  # a Monday
WINTER = date(2021, 1, 4)


def test_hours_are_shared_on_two_clocks():
    vienna = in_utc(("mon-1",), "Europe/Vienna", SUMMER)  # 9 to 12 UTC
    lisbon = in_utc(("mon-1",), "Europe/Lisbon", SUMMER)  # 10 to 13 UTC

    assert shared_hours(vienna, lisbon) == 2
    assert spans(vienna & lisbon, "Europe/Vienna", SUMMER) == [Span(0, 12, 14)]
    assert spans(vienna & lisbon, "Europe/Lisbon", SUMMER) == [Span(0, 11, 13)]


def test_half_hours_count_beside_parts_of_days():
    said = in_utc(("tue-0930", "tue-1000", "tue-1"), "UTC", SUMMER)

    assert spans(said, "UTC", SUMMER) == [Span(1, 9.5, 10.5), Span(1, 11, 14)]


def test_an_evening_far_away_is_the_next_morning_here():
    toronto = in_utc(("fri-3",), "America/Toronto", SUMMER)  # Friday 17 to 20

    assert spans(toronto, "Asia/Tokyo", SUMMER) == [Span(5, 6, 9)]
    assert spans(in_utc(("sun-3",), "America/Toronto", SUMMER), "Asia/Tokyo", SUMMER) == [
        Span(0, 6, 9)
    ]


def test_what_spans_midnight_is_cut_there():
    late = in_utc(("mon-4",), "Europe/London", SUMMER)  # Monday 20 to 23

    assert spans(late, "Europe/Athens", SUMMER) == [Span(0, 22, 24), Span(1, 0, 1)]


@pytest.mark.parametrize(("week", "hours"), [(SUMMER, 5.5 - 2), (WINTER, 5.5 - 1)])
def test_clocks_are_those_of_the_week(week, hours):
    assert ahead("Europe/Vienna", "Asia/Kolkata", week) == hours
    assert ahead("Asia/Kolkata", "Europe/Vienna", week) == -hours


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2021, 6, 15), 3, date(2021, 9, 15)),
        (date(2021, 11, 30), 3, date(2022, 2, 28)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2021, 10, 1), 3, date(2022, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day, months, later):
    assert months_later(day, months) == later
