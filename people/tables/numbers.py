"""Whole numbers, levels and years, as people and programs write them."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.tables.texts import SHOWN, check

_WHOLE = re.compile(r"(\d{1,5})(?:[.,]0+)?")
_LEVEL = re.compile(
    r"(?:(?:level|grade|lvl|l|g|p|ic|m)[\s\-.]*)?(\d{1,3})(?:[.,]0+)?", re.IGNORECASE
)
_YEARS = re.compile(r"(\d{1,3})(?:[.,](\d{1,3}))?\s*(?:years?|yrs?|y|jahre?|ans?|años?)?\.?", re.I)
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Years:
    """A length in months, and how exactly it was told: a year, half a year or a month."""

    months: int
    exact_to: int


def whole(cell: str, *, least: int = 0, most: int) -> int | None:
    """A whole number, also as 5.0; None for a blank cell."""
    check(cell)
    words = cell.strip()
    if not words:
        return None
    match = _WHOLE.fullmatch(words)
    if not words.isascii() or match is None or not least <= int(match.group(1)) <= most:
        message = _("“%(value)s” is not a whole number from %(least)s to %(most)s.")
        numbers = {"value": words[:SHOWN], "least": least, "most": most}
        raise ValidationError(message % numbers, code="bad_number")
    return int(match.group(1))


def level(cell: str, *, most: int = 99) -> int | None:
    """5, L5, Level 5 and 5.0 are 5. What "Senior" stands for only the organization knows."""
    check(cell)
    words = cell.strip()
    if not words:
        return None
    match = _LEVEL.fullmatch(words)
    if match is None or not words.isascii() or int(match.group(1)) > most:
        message = _("“%(value)s” is not a level here: levels are numbers from 0 to %(most)s.")
        raise ValidationError(message % {"value": words[:SHOWN], "most": most}, code="bad_number")
    return int(match.group(1))


def years(cell: str, *, most: int = 80) -> Years | None:
    """3, 3.5, "3,5 years" and "<1"."""
    check(cell)
    words = cell.strip()
    if not words:
        return None
    if re.fullmatch(r"<\s*1(?:\s*years?)?|less than (?:1|one)(?: year)?", words, re.IGNORECASE):
        return Years(0, exact_to=12)
    match = _YEARS.fullmatch(words)
    if match is None or not words.isascii() or int(match.group(1)) > most:
        message = _("“%(value)s” is not a number of years from 0 to %(most)s.")
        raise ValidationError(message % {"value": words[:SHOWN], "most": most}, code="bad_number")
    part = match.group(2) or ""
    if not part.strip("0"):
        return Years(12 * int(match.group(1)), exact_to=12)
    months = round(12 * float(f"{match.group(1)}.{part}"))
    return Years(months, exact_to=6 if part.rstrip("0") == "5" else 1)


def is_shortened(words: str) -> bool:
    """Whether a spreadsheet wrote a long number so that digits were lost: 1.23457E+11."""
    return bool(_SCIENTIFIC.fullmatch(words))
