from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pairs.rules.sessions import series
from pairs.rules.sessions.shared_hours import Week, suiting

ZONES = st.sampled_from(
    ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def skipped(local):
    """Whether no clock of the zone ever showed this."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) != local.replace(fold=0)


@given(MOMENTS, ZONES, st.integers(1, 4), st.integers(2, 26))
def test_series_keeps_its_hour_on_the_wall_over_every_change_of_clocks(first, zone, weeks, times):
    found = series.moments(first, zone, weeks=weeks, times=times)

    local = first.astimezone(ZoneInfo(zone))
    assert found[0] == first
    assert len(found) == times
    assert found == sorted(set(found))
    for place, moment in enumerate(found[1:], 1):
        wanted = local + timedelta(weeks=weeks * place)
        shown = moment.astimezone(ZoneInfo(zone))
        if skipped(wanted):
            assert timedelta(0) < shown.replace(tzinfo=None) - wanted.replace(tzinfo=None)
            assert shown.date() == wanted.date()
        else:
            assert shown.replace(fold=0, tzinfo=None) == wanted.replace(fold=0, tzinfo=None)


@given(MOMENTS, ZONES, st.integers(-10, 10), st.integers(0, 47), st.integers(2, 8))
def test_moving_from_here_on_moves_every_later_one_as_many_days(first, zone, days, half, times):
    clock = ZoneInfo(zone)
    found = series.moments(first, zone, weeks=2, times=times)
    day = first.astimezone(clock).date() + timedelta(days=days)
    after = datetime(day.year, day.month, day.day, half // 2, half % 2 * 30, tzinfo=clock)

    for moment in found[1:]:
        moved = series.moved(moment, zone, before=first, after=after).astimezone(clock)
        wanted = moment.astimezone(clock).date() + timedelta(days=days)
        assert moved.date() == wanted
        if not skipped(datetime.combine(wanted, after.timetz())):
            assert (moved.hour, moved.minute) == (
                after.astimezone(UTC).astimezone(clock).hour,
                after.astimezone(UTC).astimezone(clock).minute,
            ) or skipped(after)


def test_every_other_monday_at_four_in_vienna_stays_at_four_when_summer_time_ends():
    first = datetime(2021, 10, 18, 14, tzinfo=UTC)  # 16:00 in Vienna

    assert series.moments(first, "Europe/Vienna", weeks=2, times=3) == [
        first,
        datetime(2021, 11, 1, 15, tzinfo=UTC),
        datetime(2021, 11, 15, 15, tzinfo=UTC),
    ]


def test_times_that_suit_both_are_read_on_each_ones_own_wall():
    morning = frozenset(range(18, 24))  # Monday 9 to 12
    vienna = Week("Europe/Vienna", morning)
    lisbon = Week("Europe/Lisbon", morning)
    monday = datetime(2021, 7, 19, tzinfo=UTC).date()

    assert list(suiting([vienna, lisbon], monday, 7, 60)) == [datetime(2021, 7, 19, 8, tzinfo=UTC)]
    assert list(suiting([vienna, lisbon], monday, 7, 180)) == []
