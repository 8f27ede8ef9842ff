"""What somebody works on in a cycle: written by them, and by both once it is shared."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from notifications.actions import outbox
from notifications.kinds import News
from pairs.models import Goal, GoalVersion, Pair
from pairs.models.goal import SIX, TWO
from pairs.rules.goals.composing import compose
from people.models import User

CELLS = (*SIX, *TWO)
FIELDS = ("kind", "text", *CELLS, "progress", "state", "closing")
MOST = 10


@transaction.atomic
def add(
    participation: Participation,
    values: Mapping[str, Any],
    *,
    at: datetime,
    by: User | None = None,
    is_shared: bool = False,
) -> Goal:
    """Write down a goal, for oneself until it is shared. The same words sent twice are one goal."""
    Participation.objects.select_for_update().get(pk=participation.pk)
    goal = Goal(participation=participation, created_at=at, changed_at=at, looked_at=at)
    goal.shared_at = at if is_shared else None
    _fill(goal, values)
    same = participation.goals.there().filter(text=goal.text).first()
    if same is not None:
        return same
    if participation.goals.there().count() >= MOST:
        message = _("More than %(most)s goals are hard to follow. Change one that is there.")
        raise ValidationError(message, code="too_many", params={"most": MOST})
    saved = _save(goal, by or participation.person)
    if is_shared:
        _tell_shared(saved, at)
    return saved


@transaction.atomic
def change(
    goal: Goal, values: Mapping[str, Any], *, at: datetime, seen: datetime, by: User | None = None
) -> Goal:
    """Change a goal, unless the partner did since the person looked (`seen`)."""
    locked = lock(goal)
    if locked.changed_at != seen:
        message = _("Your partner changed this goal meanwhile. Compare both and save again.")
        raise ValidationError(message, code="changed_meanwhile")
    locked.changed_at = locked.looked_at = at
    _fill(locked, values)
    return _save(locked, by or locked.participation.person)


@transaction.atomic
def share(goal: Goal, *, at: datetime) -> None:
    """Let the partner read it and write in it. What it was before stays the owner's alone."""
    locked = lock(goal)
    if locked.shared_at is None:
        locked.shared_at = at
        locked.save(update_fields=["shared_at"])
        _tell_shared(locked, at)


@transaction.atomic
def keep_private(goal: Goal) -> None:
    """Share it no longer."""
    locked = lock(goal)
    locked.shared_at = None
    locked.save(update_fields=["shared_at"])


@transaction.atomic
def say_it_holds(goal: Goal, *, at: datetime) -> None:
    """Somebody looked at it again, and it is still the right one."""
    locked = lock(goal)
    locked.looked_at = max(at, locked.looked_at)
    locked.save(update_fields=["looked_at"])


@transaction.atomic
def remove(goal: Goal, *, at: datetime) -> None:
    """Take it off the page. It keeps its place in a growth plan, and its way back."""
    locked = lock(goal)
    if locked.removed_at is None:
        locked.removed_at = at
        locked.save(update_fields=["removed_at"])


@transaction.atomic
def bring_back(goal: Goal) -> None:
    """Put it on the page again, as it was and for whom it was."""
    Participation.objects.select_for_update().get(pk=goal.participation_id)
    locked = lock(goal)
    if locked.removed_at is None:
        return
    if locked.participation.goals.there().count() >= MOST:
        message = _("More than %(most)s goals are hard to follow. Change one that is there.")
        raise ValidationError(message, code="too_many", params={"most": MOST})
    locked.removed_at = None
    locked.save(update_fields=["removed_at"])


def lock(goal: Goal) -> Goal:
    rows = Goal.objects.select_for_update(of=("self",)).select_related("participation__person")
    return rows.get(pk=goal.pk)


def _tell_shared(goal: Goal, at: datetime) -> None:
    """To everybody paired with its owner here, once for each goal; organizers do not read of it."""
    side = goal.participation
    pairs = Pair.objects.active().with_member(participation=side).with_people()
    news = [
        News(pair.partner_of(side.person).person, goal, context={"pair": pair.pk})
        for pair in pairs.order_by("pk")
    ]
    outbox.tell_each("goal_shared", news, at=at)


def _fill(goal: Goal, values: Mapping[str, Any]) -> None:
    """A goal without own words is put together from its answers; one that is reached is reached
    wholly, whatever was said on the way."""
    for name in FIELDS:
        if name in values:
            setattr(goal, name, values[name])
    if goal.state == Goal.State.REACHED:
        goal.progress = 100
    goal.text = goal.text.strip() or compose(goal)
    if not goal.text:
        message = _("Write the goal in a sentence, or answer one of the questions.")
        raise ValidationError(message, code="empty")


def _save(goal: Goal, by: User) -> Goal:
    goal.full_clean(exclude=["participation"])
    goal.save(update_fields=[*FIELDS, "changed_at", "looked_at"] if goal.pk else None)
    values = {name: getattr(goal, name) for name in FIELDS}
    newest = goal.versions.last()
    if newest is None or newest.values != values:
        GoalVersion.objects.create(goal=goal, at=goal.changed_at, by=by, values=values)
    return goal
