"""When two people worked together."""

from datetime import date

from django.utils.translation import ngettext

_IN_DAYS = 28  # a shorter time is counted in days, unless it is whole weeks


def length(first: date, last: date) -> str:
    """How long it was, both days counted; weeks that were not whole are not claimed."""
    days = max(1, (last - first).days + 1)
    weeks, rest = divmod(days, 7)
    if rest and days < _IN_DAYS:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
