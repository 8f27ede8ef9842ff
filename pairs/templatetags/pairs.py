"""What the pages of a pair read from a goal."""

from django import template
from django.utils.translation import gettext_lazy as _

from pairs.actions.goals import CELLS
from pairs.models import Goal

register = template.Library()

NAMES = {
    "time_bound": _("Time-bound"),
    "certain": _("Certain"),
    "specific": _("Specific"),
    "positive": _("Positive"),
    "measurable": _("Measurable"),
    "personal": _("Personal"),
}


@register.filter
def cells(goal: Goal) -> list[dict]:
    """The six criteria of a goal: key, name, question, and what was answered."""
    return [
        {
            "key": key,
            "name": NAMES[key],
            "question": getattr(goal._meta.get_field(key), "verbose_name", ""),
            "value": getattr(goal, key),
        }
        for key in CELLS
    ]


@register.filter
def answered(goal: Goal) -> int:
    return sum(bool(getattr(goal, key)) for key in CELLS)
