"""Reminders of events: of a place one has, and of an event whose time one has not chosen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from applications.models import Participation
from events.models import Attendance, Event, Slot
from notifications.actions import outbox
from notifications.models import Message
from people.models import User
from programs.models import Cycle, Obligation

BEFORE_A_PLACE = timedelta(days=1)
BEFORE_A_CHOICE = timedelta(days=3)
BEFORE_WRITING_ENDS = 3  # days


@transaction.atomic
def remind_of_events(at: datetime) -> dict[str, int]:
    """Tell people once, and again only when the slot moved since."""
    rows = [*_of_places(at), *_of_choices(at), *_of_writing(at)]
    return {"event reminders": outbox.insert_new(rows)}


def _of_places(at: datetime) -> list[Message]:
    """A day before, to those who chose the slot earlier than that."""
    soon = Slot.objects.filter(starts_at__gt=at, starts_at__lte=at + BEFORE_A_PLACE)
    rows = []
    for slot in soon.filter(_RUNNING_SLOT).select_related("event__cycle"):
        chosen = slot.places.filter(chosen_at__lt=slot.starts_at - BEFORE_A_PLACE)
        people = _participants(slot.event.cycle).filter(pk__in=chosen.values("person"))
        about = f"{slot.key}/revision:{slot.revision}"
        rows += _rows(people, "event_reminder", about, slot.event.cycle, at)
    return rows


def _of_choices(at: datetime) -> list[Message]:
    """Three days before the first time that is still open, to those who chose none."""
    soon = Slot.objects.filter(
        event=OuterRef("pk"), starts_at__gt=at, starts_at__lte=at + BEFORE_A_CHOICE
    )
    begun = Slot.objects.filter(event=OuterRef("pk"), starts_at__lte=at)
    events = Event.objects.filter(Exists(soon), ~Exists(begun), _RUNNING_EVENT)
    rows = []
    for event in events.exclude(obligation=Obligation.OPTIONAL).select_related("cycle"):
        people = _without_part(event).exclude(places__event=event)
        rows += _rows(people, "event_open", f"event:{event.pk}", event.cycle, at)
    return rows


def _of_writing(at: datetime) -> list[Message]:
    """Before taking part in writing ends, to those who were not there in any way."""
    events = Event.objects.filter(_RUNNING_EVENT, is_async=True, writing_until__isnull=False)
    rows = []
    for event in events.exclude(obligation=Obligation.OPTIONAL).select_related("cycle"):
        left = (event.writing_until - event.cycle.day(at)).days
        if 0 <= left <= BEFORE_WRITING_ENDS:
            rows += _rows(_without_part(event), "event_open", f"event:{event.pk}", event.cycle, at)
    return rows


_RUNNING_SLOT = Exists(
    Cycle.objects.filter(
        events=OuterRef("event"), pairs_published_at__isnull=False, archived_at__isnull=True
    )
)
_RUNNING_EVENT = Exists(
    Cycle.objects.filter(
        pk=OuterRef("cycle"), pairs_published_at__isnull=False, archived_at__isnull=True
    )
)


def _participants(cycle: Cycle) -> QuerySet[User]:
    active = Participation.objects.filter(cycle=cycle, state=Participation.State.ACTIVE)
    return User.objects.active().filter(pk__in=active.values("person"))


def _without_part(event: Event) -> QuerySet[User]:
    noted = Attendance.objects.filter(event=event)
    return _participants(event.cycle).exclude(pk__in=noted.values("person"))


def _rows(
    people: Iterable[User], kind: str, about: str, cycle: Cycle, at: datetime
) -> list[Message]:
    return [
        Message(to=person, kind=kind, about=about, scope=cycle.key, created_at=at, send_after=at)
        for person in people
    ]
