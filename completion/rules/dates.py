"""When two people worked together."""

from datetime import date


def weeks(first: date, last: date) -> int:
    """Whole weeks, at least one."""
    return max(1, round(((last - first).days + 1) / 7))
