"""A frozen report of a cycle, whenever the test is."""

from datetime import UTC, datetime, timedelta

from outcomes.actions import freezing


def make_frozen(cycle, *, by=None):
    """The first version, frozen the day after the last one of the cycle; the same one if asked again."""
    after = datetime.combine(cycle.ends_on, datetime.min.time(), UTC) + timedelta(days=2)
    return cycle.frozen_reports.first() or freezing.freeze(cycle, by=by, at=after)
