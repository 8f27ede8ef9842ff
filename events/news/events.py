"""What participants are told about events; times are in the zone of whoever reads the mail."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.actions import event_reminders
from events.models import Event, Slot
from notifications import due, kinds
from programs.models import Cycle


def register() -> None:
    due.register("event reminders", event_reminders.remind_of_events)
    for name, label, make_context in (
        ("event_reminder", _("Reminder of an event"), _about_slot),
        ("event_moved", _("An event has moved"), _about_slot),
        ("event_slot_gone", _("A time of an event is canceled"), _about_gone),
        ("event_open", _("An event waits for an answer"), _about_event),
    ):
        kinds.register(name, app="events", label=label, make_context=make_context)


def _about_slot(message) -> dict:
    number = int(message.about.split("/")[0].removeprefix("slot:"))
    slot = Slot.objects.select_related("event__cycle__program").get(pk=number)
    event = slot.event
    return {
        "event": event,
        "cycle": event.cycle,
        "starts": _in_words(slot.starts_at, message.to),
        "join": slot.link or event.link,
        "link": _link(event),
    }


def _about_event(message) -> dict:
    number = int(message.about.removeprefix("event:"))
    event = Event.objects.select_related("cycle__program").get(pk=number)
    times = [_in_words(slot.starts_at, message.to) for slot in event.slots.all()]
    return {"event": event, "cycle": event.cycle, "times": times, "link": _link(event)}


def _about_gone(message) -> dict:
    number = int(message.about.split("/")[0].removeprefix("cycle:"))
    starts_at = datetime.fromisoformat(message.context["starts_at"])
    return {
        "title": message.context["title"],
        "cycle": Cycle.objects.select_related("program").get(pk=number),
        "starts": _in_words(starts_at, message.to),
    }


def _in_words(moment: datetime, reader) -> str:
    zone = reader.time_zone if reader else "UTC"
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'D j F Y, H:i')} ({zone.replace('_', ' ')})"


def _link(event: Event) -> str:
    parts = [event.cycle.program.slug, event.cycle.slug, event.pk]
    return settings.BASE_URL + reverse("events:event_detail", args=parts)
