"""What somebody works on in a cycle. Both people of a pair may write it down and follow it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from pairs.models import Goal

CELLS = ("time_bound", "certain", "specific", "positive", "measurable", "personal")
FIELDS = ("text", *CELLS, "progress", "state", "closing")
MOST = 10


@transaction.atomic
def add(participation: Participation, values: dict, *, at: datetime) -> Goal:
    """Write down a goal. The same sentence sent twice is one goal."""
    Participation.objects.select_for_update().get(pk=participation.pk)
    same = participation.goals.filter(text=values["text"].strip()).first()
    if same is not None:
        return same
    if participation.goals.count() >= MOST:
        message = _("More than %(most)s goals are hard to follow. Change one that is there.")
        raise ValidationError(message, code="too_many", params={"most": MOST})
    goal = Goal(participation=participation, created_at=at, changed_at=at)
    return _save(goal, values)


@transaction.atomic
def change(goal: Goal, values: dict, *, at: datetime, seen: datetime) -> Goal:
    """Change a goal, unless the partner did since the person looked (`seen`)."""
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    if locked.changed_at != seen:
        message = _("Your partner changed this goal meanwhile. Look at both and save again.")
        raise ValidationError(message, code="changed_meanwhile")
    locked.changed_at = at
    return _save(locked, values)


def _save(goal: Goal, values: dict) -> Goal:
    for name in FIELDS:
        if name in values:
            setattr(goal, name, values[name])
    goal.text = goal.text.strip()
    goal.full_clean(exclude=["participation"])
    goal.save(update_fields=[*FIELDS, "changed_at"] if goal.pk else None)
    return goal
