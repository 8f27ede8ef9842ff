"""Days of a cycle as instants. A last day is inclusive: it ends at the midnight that begins the next."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


def begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def ends(day: date, zone: ZoneInfo) -> datetime:
    return begins(day + _ONE_DAY, zone)


def first_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def last_day(moment: datetime, zone: ZoneInfo) -> date:
    """The last day that lies, at least in part, before a moment."""
    return (moment - timedelta(microseconds=1)).astimezone(zone).date()


def left(end: datetime, at: datetime, zone: ZoneInfo) -> int:
    """Days until an end, on the clock there: a day that is not whole counts, so the last one is one."""
    there = [moment.astimezone(zone).replace(tzinfo=None) for moment in (end, at)]
    return max(ceil((there[0] - there[1]) / _ONE_DAY), 0)


def exists(local: datetime, zone: ZoneInfo) -> bool:
    """False for a wall-clock time that is skipped when clocks go forward."""
    there = local.replace(tzinfo=zone)
    back = datetime.fromtimestamp(there.timestamp(), zone)
    return back.replace(tzinfo=None) == local


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day; a month after 31 January is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
