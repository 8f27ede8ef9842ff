"""A frozen report of a cycle, and a link to it, whenever the test is."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from outcomes.actions import freezing, sharing


def make_frozen(cycle, *, by=None):
    """The first version, frozen the day after the last one of the cycle; the same one if asked again."""
    after = datetime.combine(cycle.ends_on, datetime.min.time(), UTC) + timedelta(days=2)
    return cycle.frozen_reports.first() or freezing.freeze(cycle, by=by, at=after)


def make_share(cycle, *, by=None, parts=("figures",)):
    """A new link that works today and for a week."""
    at = timezone.now()
    frozen, ends_on = make_frozen(cycle, by=by), cycle.day(at) + timedelta(days=7)
    return sharing.share(frozen, name="The board", parts=parts, ends_on=ends_on, by=by, at=at)
