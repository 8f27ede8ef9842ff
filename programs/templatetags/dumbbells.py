"""`{% load dumbbells %}`: means before and after on the scale of their question.

{{ change|place_of:"before" }}   where its mean of then lies on the scale, in percent
{% if change|is_tight %}       whether its numbers need room
"""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def place_of(change: Mapping[str, Any], moment: str) -> str:
    """Nothing where nobody was asked at that moment."""
    mean, low = change[moment], change["low"]
    return "" if mean is None else f"{100 * (mean - low) / (change['high'] - low):.1f}%"


@register.filter
def is_tight(change: Mapping[str, Any]) -> bool:
    """Whether the two means are apart, and still so near that their numbers would touch."""
    apart = abs(change["after"] - change["before"]) / (change["high"] - change["low"])
    return 0 < apart < 0.17
