"""What participants are told about events; times are in the zone of whoever reads the mail."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.queries.participants import participants_of, running_cycles
from events.models import Attendance, Event, Slot
from notifications.kinds import Kind, News, Reminder, Sending
from notifications.models import Message
from people.models import User
from people.zones import moment_in_words
from programs.models import Cycle, Obligation
from programs.rules import days


class _AboutSlot(Kind):
    """About the slot as it was: one that moves makes this untrue and is news of its own."""

    rows = Slot.objects.select_related("event__cycle__program")

    def context(self, message: Message, slot: Slot, at: datetime) -> dict:
        event = slot.event
        return {
            "event": event,
            "cycle": event.cycle,
            "starts": _in_words(slot.starts_at, message.to),
            "join": slot.link or event.link,
            "can_leave": at < slot.closes_at,
            "link": _link(event),
        }

    def still_true(self, message: Message, slot: Slot, at: datetime) -> bool:
        has_place = slot.places.filter(person=message.to_id).exists()
        is_in = message.is_for_one_of(participants_of(slot.event.cycle))
        return has_place and is_in and message.occasion.startswith(slot.occasion)

    def ends_at(self, message: Message, slot: Slot) -> datetime:
        return slot.starts_at


class EventReminder(_AboutSlot, Reminder):
    """A day before, to those who chose the slot earlier than that."""

    name = "event_reminder"
    label = _("Reminder of an event")
    counted_as = "reminders of events"

    BEFORE = timedelta(days=1)

    def due(self, at: datetime) -> Iterator[News]:
        soon = Slot.objects.filter(starts_at__gt=at, starts_at__lte=at + self.BEFORE)
        soon = soon.filter(event__cycle__in=running_cycles()).select_related("event__cycle")
        for slot in soon:
            yield from self._news(slot)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        slots = Slot.objects.filter(event__cycle=scope, starts_at__gt=at + self.BEFORE)
        for slot in slots.filter(event__cycle__in=running_cycles()).select_related("event__cycle"):
            goes_at = slot.starts_at - self.BEFORE
            yield Sending(_sending_of(slot), goes_at, slot.event.title, partial(self._news, slot))

    def _news(self, slot: Slot) -> list[News]:
        chosen = slot.places.filter(chosen_at__lt=slot.starts_at - self.BEFORE)
        people = participants_of(slot.event.cycle).filter(pk__in=chosen.values("person"))
        cycle, sending = slot.event.cycle, _sending_of(slot)
        return [News(person, slot, cycle, slot.occasion, sending=sending) for person in people]


class EventMoved(_AboutSlot):
    name = "event_moved"
    label = _("An event has moved")
    wait = timedelta(minutes=5)
    replaces = ("event_reminder",)


class EventSlotGone(Kind):
    """The message keeps in words what the rows do not say any more."""

    name = "event_slot_gone"
    label = _("A time of an event is cancelled")
    rows = Slot.objects.all()
    outlives_row = True
    replaces = ("event_reminder", "event_moved")

    def context(self, message: Message, slot: Slot | None, at: datetime) -> dict:
        return {
            "title": message.context["title"],
            "cycle": Cycle.objects.select_related("program").get(pk=message.context["cycle"]),
            "starts": _in_words(_start_of(message), message.to),
        }

    def still_true(self, message: Message, slot: Slot | None, at: datetime) -> bool:
        return slot is None

    def ends_at(self, message: Message, slot: Slot | None) -> datetime:
        return _start_of(message)


class EventOpen(Reminder):
    """Three days before the first time, to those who chose none; or before taking part in writing
    ends, to those who took no part in any way."""

    name = "event_open"
    label = _("An event waits for an answer")
    counted_as = "events that wait for an answer"
    rows = Event.objects.select_related("cycle__program").prefetch_related("slots")

    BEFORE_A_CHOICE = timedelta(days=3)
    BEFORE_WRITING_ENDS = 3  # days

    def due(self, at: datetime) -> Iterator[News]:
        events = Event.objects.filter(cycle__in=running_cycles())
        events = events.exclude(obligation=Obligation.OPTIONAL).select_related("cycle")
        events = events.prefetch_related("slots")
        for event in self._to_choose(events, at):
            yield from _news(event, _without_place)
        for event in self._in_writing(events, at):
            yield from _news(event, _without_part)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        events = Event.objects.filter(cycle=scope).filter(cycle__in=running_cycles())
        events = events.exclude(obligation=Obligation.OPTIONAL).select_related("cycle")
        for event in events.prefetch_related("slots"):
            first = min((slot.starts_at for slot in event.slots.all()), default=None)
            if first is not None:
                goes_at, people_of = first - self.BEFORE_A_CHOICE, _without_place
            elif event.is_async and event.writing_until:
                last = event.writing_until - timedelta(days=self.BEFORE_WRITING_ENDS)
                goes_at, people_of = days.begins(last, event.cycle.tzinfo), _without_part
            else:
                continue
            yield Sending(_waits(event), goes_at, event.title, partial(_news, event, people_of))

    def _to_choose(self, events: QuerySet[Event], at: datetime) -> QuerySet[Event]:
        slots = Slot.objects.filter(event=OuterRef("pk"))
        soon = slots.filter(starts_at__gt=at, starts_at__lte=at + self.BEFORE_A_CHOICE)
        return events.filter(Exists(soon), ~Exists(slots.filter(starts_at__lte=at)))

    def _in_writing(self, events: QuerySet[Event], at: datetime) -> Iterator[Event]:
        for event in events.filter(is_async=True, writing_until__isnull=False):
            if 0 <= (event.writing_until - event.cycle.day(at)).days <= self.BEFORE_WRITING_ENDS:
                yield event

    def context(self, message: Message, event: Event, at: datetime) -> dict:
        ahead = [slot for slot in event.slots.all() if slot.starts_at > at]
        return {
            "event": event,
            "cycle": event.cycle,
            "times": [_in_words(slot.starts_at, message.to) for slot in ahead],
            "link": _link(event),
        }

    def still_true(self, message: Message, event: Event, at: datetime) -> bool:
        has_times = any(slot.starts_at > at for slot in event.slots.all())
        waited_for = _without_place(event) if has_times else _without_part(event)
        return message.is_for_one_of(waited_for)

    def ends_at(self, message: Message, event: Event) -> datetime:
        ends = [slot.starts_at for slot in event.slots.all()]
        if event.is_async and event.writing_until:
            ends.append(days.ends(event.writing_until, event.cycle.tzinfo))
        return max(ends, default=message.created_at)


def _news(event: Event, people_of: Callable[[Event], QuerySet[User]]) -> list[News]:
    sending = _waits(event)
    return [News(person, event, event.cycle, sending=sending) for person in people_of(event)]


def _waits(event: Event) -> str:
    """Moved to another first time or last day it waits anew."""
    first = min((slot.starts_at for slot in event.slots.all()), default=None)
    until = f"{first:%Y%m%dT%H%M}" if first else f"{event.writing_until}"
    return f"event:{event.pk}/{until}"


def _sending_of(slot: Slot) -> str:
    return f"{slot.key}/{slot.occasion}"


def _without_part(event: Event) -> QuerySet[User]:
    there = Attendance.objects.filter(event=event)
    return participants_of(event.cycle).exclude(pk__in=there.values("person"))


def _without_place(event: Event) -> QuerySet[User]:
    return _without_part(event).exclude(places__event=event)


def _start_of(message: Message) -> datetime:
    return datetime.fromisoformat(message.context["starts_at"])


def _in_words(moment: datetime, reader: User | None) -> str:
    return moment_in_words(moment, reader.time_zone if reader else "UTC")


def _link(event: Event) -> str:
    parts = [event.cycle.program.slug, event.cycle.slug, event.pk]
    return settings.BASE_URL + reverse("events:event_detail", args=parts)
