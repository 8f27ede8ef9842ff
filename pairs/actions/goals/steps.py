"""Steps towards a goal: dated, ticked, taken off again."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairs.actions.goals.writing import lock
from pairs.models import Goal, GoalStep

MOST_STEPS = 20
# Two goals broken into steps: of learning a tool, and of writing better code.
SAMPLES = {
    "tool": [
        gettext_lazy("Move all my personal projects over to it"),
        gettext_lazy("Set it up to automate 1 task"),
        gettext_lazy("Track my own development in a project there"),
    ],
    "code": [
        gettext_lazy("Take one course"),
        gettext_lazy("Resolve 3 bugs"),
        gettext_lazy("Write 1 blog post"),
    ],
}


@transaction.atomic
def add(goal: Goal, *texts: str, at: datetime, due_on: date | None = None) -> list[GoalStep]:
    """Put steps there. The same words sent twice are one step."""
    locked = lock(goal)
    there = set(locked.steps.values_list("text", flat=True))
    new = [
        text
        for text in dict.fromkeys(" ".join(text.split()) for text in texts)
        if text not in there
    ]
    if len(there) + len(new) > MOST_STEPS:
        message = _("A goal has at most %(most)s steps. Remove one, or make it a goal of its own.")
        raise ValidationError(message, code="too_many", params={"most": MOST_STEPS})
    rows = [GoalStep(goal=locked, text=text, due_on=due_on, created_at=at) for text in new]
    for row in rows:
        row.full_clean(exclude=["goal"])
    return GoalStep.objects.bulk_create(rows)


def begin_with(goal: Goal, sample: str, *, at: datetime) -> list[GoalStep]:
    """Add the steps of one of the two samples."""
    if sample not in SAMPLES:
        raise ValidationError(_("There are no such samples."), code="unknown_sample")
    return add(goal, *map(str, SAMPLES[sample]), at=at)


@transaction.atomic
def tick(step: GoalStep, *, is_done: bool, today: date) -> None:
    """Done today, or not done after all. Ticking twice keeps the first day."""
    lock(step.goal)
    row = GoalStep.objects.select_for_update().filter(pk=step.pk).first()
    if row is not None and is_done != (row.done_on is not None):
        row.done_on = today if is_done else None
        row.save(update_fields=["done_on"])


@transaction.atomic
def move(step: GoalStep, *, due_on: date | None) -> None:
    """Another day to have it done by, or none."""
    lock(step.goal)
    GoalStep.objects.filter(pk=step.pk).update(due_on=due_on)


@transaction.atomic
def remove(step: GoalStep) -> None:
    lock(step.goal)
    GoalStep.objects.filter(pk=step.pk).delete()
