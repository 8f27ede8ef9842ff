"""Shares in percent."""

from math import ceil


def percent(part: int, whole: int) -> float | None:
    """One decimal, none where it is zero; None of nothing."""
    if not whole:
        return None
    share = round(100 * part / whole, 1)
    return int(share) if share == int(share) else share


def missing(part: int, whole: int, goal: int) -> int:
    """How many more reach the goal."""
    return max(ceil(whole * goal / 100) - part, 0)
