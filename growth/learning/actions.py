"""Writing down what somebody learned, and the challenging tasks they took on."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.learning.models import LearningEntry, StretchTask
from growth.signals import learning_logged
from people.models import User

ENTRY_FIELDS = ("kind", "title", "done_on", "hours", "url", "takeaway", "division")
TASK_FIELDS = (
    "idea",
    "title",
    "story",
    "collaboration",
    "iteration",
    "results",
    "started_on",
    "done_on",
    "url",
    "goal",
)


@transaction.atomic
def log(person: User, values: dict, *, form_key: UUID, at: datetime, today: date) -> LearningEntry:
    """Something that was read, heard or finished. Sending the form twice logs it once, in its last
    words."""
    _lock(person)
    same = LearningEntry.objects.filter(person=person, form_key=form_key).first()
    if same is not None:
        return same if _says(same, values) else _write_entry(same, values, at=at, today=today)
    entry = LearningEntry(person=person, form_key=form_key, created_at=at)
    return _write_entry(entry, values, at=at, today=today)


@transaction.atomic
def change_entry(
    entry: LearningEntry, values: dict, *, at: datetime, seen: datetime, today: date
) -> LearningEntry:
    """Change what was logged, unless another window did so meanwhile."""
    locked = LearningEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    _check_seen(locked.changed_at, seen)
    return _write_entry(locked, values, at=at, today=today)


@transaction.atomic
def remove_entry(entry: LearningEntry) -> None:
    """What it closed in a pathway, and evidence made of it, stay until the person removes them."""
    LearningEntry.objects.filter(pk=entry.pk).delete()


@transaction.atomic
def log_task(
    person: User, values: dict, *, form_key: UUID, at: datetime, today: date
) -> StretchTask:
    """A challenging task, done or still going on. Sending the form twice logs it once, in its last
    words."""
    _lock(person)
    same = StretchTask.objects.filter(person=person, form_key=form_key).first()
    if same is not None:
        return same if _says(same, values) else _write_task(same, values, at=at, today=today)
    task = StretchTask(person=person, form_key=form_key, created_at=at)
    return _write_task(task, values, at=at, today=today)


@transaction.atomic
def change_task(
    task: StretchTask, values: dict, *, at: datetime, seen: datetime, today: date
) -> StretchTask:
    """Change what was written, unless another window did so meanwhile."""
    locked = StretchTask.objects.select_for_update().get(pk=task.pk)
    _check_seen(locked.changed_at, seen)
    return _write_task(locked, values, at=at, today=today)


@transaction.atomic
def remove_task(task: StretchTask) -> None:
    """Evidence made of it stays until the person removes it from the binder."""
    StretchTask.objects.filter(pk=task.pk).delete()


def _lock(person: User) -> None:
    """One form of a person at a time, so that the second of two sees the row of the first."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _says(row: LearningEntry | StretchTask, values: dict) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _check_seen(changed_at: datetime, seen: datetime) -> None:
    if changed_at != seen:
        message = _("You changed this in another window meanwhile. Compare both and save again.")
        raise ValidationError(message, code="changed_meanwhile")


def _write_entry(entry: LearningEntry, values: dict, *, at: datetime, today: date) -> LearningEntry:
    for name in ENTRY_FIELDS:
        if name in values:
            setattr(entry, name, values[name])
    if entry.done_on > today:
        message = _("This date is in the future. Log it once you have finished.")
        raise ValidationError({"done_on": message}, code="future")
    if entry.kind != LearningEntry.Kind.GROUP_CONVERSATION:
        entry.division = ""
    entry.title, entry.changed_at = entry.title.strip(), at
    entry.full_clean(exclude=["person"])
    entry.save()
    learning_logged.send(LearningEntry, entry=entry, at=at)
    return entry


def _write_task(task: StretchTask, values: dict, *, at: datetime, today: date) -> StretchTask:
    for name in TASK_FIELDS:
        if name in values:
            setattr(task, name, values[name])
    if task.done_on is not None and task.done_on > today:
        message = _("This date is in the future. Leave it empty while you are still working on it.")
        raise ValidationError({"done_on": message}, code="future")
    task.title, task.changed_at = task.title.strip(), at
    task.full_clean(exclude=["person"])
    task.save()
    return task
