"""When the surveys of a cycle are usually open."""

from datetime import date, timedelta

from programs.models import CycleSurvey
from programs.rules.days import months_later

Kind = CycleSurvey.Kind
TWO_WEEKS = timedelta(days=13)  # both days count
THREE_WEEKS = timedelta(days=21)
ONE_WEEK = timedelta(days=7)


def usual_window(
    kind: str, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """First and last day to begin with, in a cycle from its first to its last day; without these,
    none. Organizers change them."""
    if first is None or last is None:
        return None, None
    opens = {
        Kind.BASELINE: first - ONE_WEEK,
        Kind.CHECK_IN: months_later(first, 1),
        Kind.MIDWAY: first + (last - first) / 2,
        Kind.END: last - ONE_WEEK,
    }[Kind(kind)]
    return opens, opens + (THREE_WEEKS if kind == Kind.END else TWO_WEEKS)
