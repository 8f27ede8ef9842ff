"""A kickoff with two times, and people who may come."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from events.actions.events import SlotInput
from notifications.models import Message

NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)
FIRST = datetime(2021, 7, 7, 8, tzinfo=UTC)
SECOND = datetime(2021, 7, 7, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def address(name, cycle, *more):
    return reverse(f"events:{name}", args=[cycle.program.slug, cycle.slug, *more])


def again(slot, **more):
    found = {"starts_at": slot.starts_at, "link": slot.link, "capacity": slot.capacity}
    return SlotInput(**{**found, "number": slot.pk, **more})


def told(kind):
    return list(Message.objects.filter(kind=kind).values_list("to__name", "status"))
