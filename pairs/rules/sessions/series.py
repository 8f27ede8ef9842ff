"""When the sessions of a series are: the same hour on the wall of one zone, weeks apart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from pairs.models import Pair

FEWEST, MOST = 2, 26
FURTHEST = timedelta(days=366)  # so far ahead somebody may plan
RHYTHMS = {
    1: _("Every week"),
    2: _("Every other week"),
    3: _("Every third week"),
    4: _("Every fourth week"),
}


def weeks_of(pair: Pair) -> int:
    """The rhythm of a pair, its own or its cycle's, in the whole weeks that come nearest to it: the
    talks of two people keep their day of the week. 0 for a pair that keeps no dates."""
    days = pair.cycle.cadence_days if pair.cadence_days is None else pair.cadence_days
    return min(max(1, round(days / 7)), max(RHYTHMS)) if days else 0


def moments(first: datetime, zone: str, *, weeks: int, times: int) -> list[datetime]:
    """The moments of a series that begins at `first`, in the order of time.

    An hour that a change of clocks leaves out comes an hour later on that day; of one that comes
    twice the first is meant, unless `first` itself is the second.
    """
    local = first.astimezone(ZoneInfo(zone))
    return [_on_the_wall(local, timedelta(weeks=weeks * place)) for place in range(times)]


def moved(moment: datetime, zone: str, *, before: datetime, after: datetime) -> datetime:
    """Where a later session goes when one of its series goes from `before` to `after`: as many
    days on, at the new hour on the wall."""
    clock = ZoneInfo(zone)
    old, new, local = (one.astimezone(clock) for one in (before, after, moment))
    days = new.date() - old.date()
    return _on_the_wall(datetime.combine(local.date(), new.timetz()), days)


def _on_the_wall(local: datetime, later: timedelta) -> datetime:
    """Adding to a time with a zone adds on the wall, and the zone says which instant that is."""
    return (local + later).astimezone(UTC)
