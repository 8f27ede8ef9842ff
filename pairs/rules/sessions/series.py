"""When the sessions of a series are: the same hour on the wall of one zone, weeks apart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


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
