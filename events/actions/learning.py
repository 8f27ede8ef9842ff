"""Trainings done, and resources posted on their day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.queries.participants import participants_of, running_cycles
from events.models import Resource, Training, TrainingDone
from events.queries.learning import MORNING
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle


@transaction.atomic
def mark_done(training: Training, *, person: User, way: str, at: datetime) -> TrainingDone:
    """Note that a participant did a training; saying it again changes the way, not the day."""
    if way not in TrainingDone.Way.values:
        raise ValidationError(_("Say whether it was the course or the slides."), code="way")
    if way == TrainingDone.Way.SLIDES and not training.slides_link:
        raise ValidationError(_("This training has no slides."), code="way")
    done, created = TrainingDone.objects.get_or_create(
        training=training,
        person=person,
        defaults={"way": way, "done_on": training.cycle.day(at)},
    )
    if not created and done.way != way:
        done.way = way
        done.save(update_fields=["way"])
    return done


def mark_not_done(training: Training, *, person: User) -> None:
    TrainingDone.objects.filter(training=training, person=person).delete()


@transaction.atomic
def save(
    item: Training | Resource, values: Mapping[str, Any], *, unchanged: Unchanged = as_it_is
) -> None:
    """Add a training or a resource, or change one. Calendars show a day that becomes another."""
    if item.pk is not None:
        item = type(item).objects.select_for_update(of=("self",)).get(pk=item.pk)
        unchanged(item)
    changed = [name for name, value in values.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, values[name])
    counted = item.count_change(changed) if isinstance(item, Training) else []
    item.save(update_fields=[*changed, *counted] if item.pk else None)


@transaction.atomic
def remove(item: Training | Resource, *, by: User, at: datetime) -> None:
    """Take a training or a resource out of the program, unless people have done or got it."""
    locked = type(item).objects.select_for_update(of=("self",)).get(pk=item.pk)
    locked.refuse_removal()
    action = f"{locked._meta.model_name}_removed"
    audit.note(action, locked, by=by, at=at, scope=f"program:{locked.cycle.program_id}")
    locked.delete()


def post_resources(at: datetime) -> dict[str, int]:
    """Tell participants of resources whose day has come, from nine in the cycle's zone, once."""
    posted = 0
    waiting = Resource.objects.filter(
        posted_at__isnull=True, post_on__isnull=False, cycle__in=running_cycles()
    )
    for resource in waiting.select_related("cycle"):
        if resource.post_on and _morning_has_come(resource.cycle, resource.post_on, at):
            posted += _post(resource, at)
    return {"resources posted": posted}


@transaction.atomic
def _post(resource: Resource, at: datetime) -> int:
    locked = Resource.objects.select_for_update().get(pk=resource.pk)
    if locked.posted_at is not None:
        return 0
    locked.posted_at = at
    locked.save(update_fields=["posted_at"])
    people = participants_of(resource.cycle)
    outbox.tell_many(people, "resource_posted", about=resource, scope=resource.cycle, at=at)
    return 1


def _morning_has_come(cycle: Cycle, day: date, at: datetime) -> bool:
    return at >= datetime.combine(day, MORNING, tzinfo=cycle.tzinfo)
