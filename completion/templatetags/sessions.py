"""The sessions of a pair as they look back on them. `{% load sessions %}`

{% held_braid card %}  two strands that cross at each session that counts, with its day where there is room
{% braid_of days %}    the same for the days of these sessions, the first one first
"""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format

from pairs.queries.pairs import Card
from people.models.columns import known

register = template.Library()
MOST_WITH_DAYS = 10  # more would run into each other


@register.inclusion_tag("completion/_held_braid.html")
def held_braid(card: Card) -> dict[str, Any]:
    return braid_of(sorted(known(one.held_on) for one in card.counted))


@register.inclusion_tag("completion/_held_braid.html")
def braid_of(days: list[date]) -> dict[str, Any]:
    labels = [date_format(day, "j M") for day in days] if len(days) <= MOST_WITH_DAYS else []
    return {"held": len(days), "labels": labels}
