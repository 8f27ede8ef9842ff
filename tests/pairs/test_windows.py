import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs.rules import windows
from pairs.rules.windows import Held, State, Window

START, END = date(2021, 7, 7), date(2021, 9, 30)
WOMEN_2021 = windows.windows(START, END, 14)


def test_women_2021_has_six_windows_and_the_last_ends_on_28_september():
    assert len(WOMEN_2021) == 6
    assert WOMEN_2021[0] == Window(1, date(2021, 7, 7), date(2021, 7, 20))
    assert WOMEN_2021[-1] == Window(6, date(2021, 9, 15), date(2021, 9, 28))


@pytest.mark.parametrize(("first", "last"), [(None, END), (START, None)])
def test_cycle_without_dates_has_no_windows(first, last):
    assert windows.windows(first, last, 14) == []


def test_strip_says_how_each_window_went():
    held = [Held(date(2021, 7, 20)), Held(date(2021, 7, 21), is_async=True)]

    strip = windows.states(WOMEN_2021, held, date(2021, 8, 18))

    assert strip == [
        State.MET,
        State.ASYNC,
        State.MISSED,
        State.NOW,
        State.AHEAD,
        State.AHEAD,
    ]


def test_live_session_outweighs_one_in_writing():
    held = [Held(date(2021, 7, 8), is_async=True), Held(date(2021, 7, 9))]
    assert windows.state(WOMEN_2021[0], held, date(2021, 7, 10)) == State.MET


def test_skipping_outweighs_a_no_and_a_session_outweighs_both():
    none, skip = Held(date(2021, 7, 9), is_none=True), Held(date(2021, 7, 20), is_skipped=True)
    today = date(2021, 7, 21)
    known = [[none], [none, skip], [none, skip, Held(date(2021, 7, 10))]]
    assert [windows.state(WOMEN_2021[0], held, today) for held in known] == [
        State.NOT_MET,
        State.SKIPPED,
        State.MET,
    ]
    assert windows.met_count(WOMEN_2021, [none, skip], today) == (0, 1)


def test_window_is_complete_only_when_its_last_day_has_passed():
    assert windows.complete(WOMEN_2021, date(2021, 7, 20)) == []
    assert windows.complete(WOMEN_2021, date(2021, 7, 21)) == WOMEN_2021[:1]


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        ([], date(2021, 7, 20), (0, 0)),
        ([], date(2021, 7, 21), (0, 1)),
        ([date(2021, 7, 7)], date(2021, 7, 21), (1, 1)),
        ([date(2021, 7, 7)], date(2021, 8, 4), (1, 2)),
        ([date(2021, 7, 7), date(2021, 8, 3)], date(2021, 8, 4), (2, 2)),
        ([date(2021, 7, 7), date(2021, 8, 4)], date(2021, 8, 4), (1, 2)),
    ],
)
def test_only_complete_windows_count_and_each_once(days, today, expected):
    held = [Held(day) for day in days]
    assert windows.met_count(WOMEN_2021, held, today) == expected


def test_pair_answers_for_windows_from_its_start_to_its_end():
    own = windows.of_pair(WOMEN_2021, date(2021, 7, 8), date(2021, 8, 31))
    assert [window.number for window in own] == [2, 3, 4]


def test_open_ended_pairs_have_the_window_of_today_last():
    own = windows.open_ended(START, date(2023, 1, 5), 14, back=2)
    assert len(own) == 3
    assert own[-1].holds(date(2023, 1, 5))


@given(
    first=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    length=st.integers(0, 800),
    days=st.integers(1, 92),
)
def test_windows_follow_each_other_without_gap_and_end_in_time(first, length, days):
    last = first + timedelta(days=length)
    found = windows.windows(first, last, days)

    assert all(window.last - window.first == timedelta(days=days - 1) for window in found)
    assert all(b.first - a.last == timedelta(days=1) for a, b in itertools.pairwise(found))
    assert all(window.last <= last for window in found)
    assert last < first + timedelta(days=(len(found) + 1) * days - 1)
