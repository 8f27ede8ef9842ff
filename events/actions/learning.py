"""Trainings done, resources posted on their day, and reminders of what is missing."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Participation
from events.models import Resource, Training, TrainingDone
from notifications.actions import outbox
from notifications.models import Message
from people.actions import audit
from people.models import User
from programs.models import Cycle

MORNING = time(9)


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
        posted_at__isnull=True, post_on__isnull=False, cycle__in=_running()
    )
    for resource in waiting.select_related("cycle"):
        if _morning_has_come(resource.cycle, resource.post_on, at):
            posted += _post(resource, at)
    return {"resources posted": posted}


@transaction.atomic
def _post(resource: Resource, at: datetime) -> int:
    locked = Resource.objects.select_for_update().get(pk=resource.pk)
    if locked.posted_at is not None:
        return 0
    locked.posted_at = at
    locked.save(update_fields=["posted_at"])
    _tell(_participants(resource.cycle), "resource_posted", f"resource:{resource.pk}", resource, at)
    return 1


@transaction.atomic
def remind_of_trainings(at: datetime) -> dict[str, int]:
    """Remind participants who have not done a training, once, so many days before it is due."""
    reminded = 0
    trainings = Training.objects.filter(due_on__isnull=False, remind_days__gt=0)
    for training in trainings.filter(cycle__in=_running()).select_related("cycle"):
        left = (training.due_on - training.cycle.day(at)).days
        if 0 <= left <= training.remind_days:
            missing = missing_people(training)
            about = f"training:{training.pk}"
            told = Message.objects.filter(kind="training_reminder", about=about).values("to")
            missing = missing.exclude(pk__in=told)
            reminded += _tell(missing, "training_reminder", about, training, at)
    return {"training reminders": reminded}


def _running() -> QuerySet[Cycle]:
    """Cycles whose pairs are published and that nobody has put away."""
    return Cycle.objects.filter(pairs_published_at__isnull=False, archived_at__isnull=True)


def missing_people(training: Training) -> QuerySet[User]:
    """Active participants of the cycle who have not said that they did the training."""
    return _participants(training.cycle).exclude(trainings_done__training=training)


def _participants(cycle: Cycle) -> QuerySet[User]:
    active = Participation.objects.filter(cycle=cycle, state=Participation.State.ACTIVE)
    return User.objects.active().filter(pk__in=active.values("person"))


def _tell(
    people: Iterable[User], kind: str, about: str, subject: Resource | Training, at: datetime
) -> int:
    rows = [
        Message(
            to=person,
            kind=kind,
            about=about,
            scope=subject.cycle.key,
            context={"pk": subject.pk},
            created_at=at,
            send_after=at,
        )
        for person in people
    ]
    outbox.insert(rows)
    return len(rows)


def _morning_has_come(cycle: Cycle, day: date, at: datetime) -> bool:
    return at >= datetime.combine(day, MORNING, tzinfo=cycle.tzinfo)
