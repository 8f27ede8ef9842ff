"""Hours of the day without mail, by somebody's own clock."""

from datetime import datetime, time, timedelta


def over(at: datetime, starts: time, ends: time) -> datetime:
    """When the quiet hours around a moment end; the moment itself outside of them.

    `at` is in the person's zone. Hours from 22:00 until 07:00 go over midnight. On a day whose clock
    is put forward an end that does not exist is the moment after the gap.
    """
    now = at.time().replace(tzinfo=None)
    is_over_midnight = ends < starts
    is_quiet = (now >= starts or now < ends) if is_over_midnight else starts <= now < ends
    if not is_quiet:
        return at
    day = at.date() + timedelta(days=1) if is_over_midnight and now >= starts else at.date()
    return max(datetime.combine(day, ends, tzinfo=at.tzinfo), at)
