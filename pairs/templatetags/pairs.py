"""What the pages of a pair read from a goal, and its organizers from a case."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models import Case, CaseEntry, Goal
from pairs.rules.extending import ended_on
from pairs.rules.goals import lint
from programs.permissions import readers_of_answer
from surveys.queries import ShownAnswer

register = template.Library()
register.filter("last_day_together", ended_on)

NAMES = {
    "time_bound": _("Time-bound"),
    "certain": _("Certain"),
    "specific": _("Specific"),
    "positive": _("Positive"),
    "measurable": _("Measurable"),
    "personal": _("Personal"),
    "improve": _("Understand"),
    "proof": _("Show"),
}


@register.filter
def cells(goal: Goal, at: datetime) -> list[dict]:
    """The questions of a goal: key, name, question, what was answered, and what to ask about it."""
    asked = {one.cell: one.text for one in lint.ask(goal, timezone.localtime(at).date())}
    return [
        {
            "key": key,
            "name": NAMES[key],
            "question": getattr(goal._meta.get_field(key), "verbose_name", ""),
            "value": getattr(goal, key),
            "ask": asked.get(key, ""),
        }
        for key in goal.asked
    ]


@register.filter
def criterion(cell: str) -> str:
    """What one of the questions of a goal is about: “Time-bound”."""
    return str(NAMES[cell])


@register.filter
def readers(answer: ShownAnswer) -> str:
    """Who reads an answer of an application, in words."""
    return readers_of_answer(answer.question)


@register.filter
def answered(goal: Goal) -> int:
    return sum(bool(getattr(goal, key)) for key in goal.asked)


@register.filter
def steps_done(goal: Goal) -> int:
    """How many of its steps are ticked; needs them fetched along."""
    return sum(step.done_on is not None for step in goal.steps.all())


@register.filter
def entries_of(entries: dict[int, list[CaseEntry]], case: Case) -> list[CaseEntry]:
    """What happened to one case."""
    return entries.get(case.pk, [])
