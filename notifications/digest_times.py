"""When somebody's digest goes, by their own clock."""

from datetime import datetime, time, timedelta


def next_at(at: datetime, *, hour: int, weekday: int | None) -> datetime:
    """The first such hour after a moment, of every day or of one day of the week (0 is Monday).

    `at` is in the person's zone. An hour that a clock put forward leaves out is the one after it.
    """
    day = at.date()
    if weekday is not None:
        day += timedelta(days=(weekday - day.weekday()) % 7)
    moment = datetime.combine(day, time(hour), tzinfo=at.tzinfo)
    if moment > at:
        return moment
    return moment + timedelta(days=1 if weekday is None else 7)
