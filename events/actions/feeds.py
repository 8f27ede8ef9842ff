"""A person's own calendar address: made, replaced, turned off."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from events.models import CalendarFeed
from people.models import User

NOTED_EVERY = timedelta(
    minutes=10
)  # calendars read often; when is of interest to the minute to nobody


@transaction.atomic
def make(person: User, *, at: datetime) -> CalendarFeed:
    """The address, as it was if there is one already."""
    feed, _made = CalendarFeed.objects.get_or_create(person=person, defaults={"made_at": at})
    return feed


@transaction.atomic
def replace(person: User, *, at: datetime) -> CalendarFeed:
    """Another address; the old one stops working with this."""
    fresh = {"secret": uuid.uuid4(), "made_at": at, "read_at": None}
    feed, _made = CalendarFeed.objects.update_or_create(person=person, defaults=fresh)
    return feed


@transaction.atomic
def turn_off(person: User) -> None:
    CalendarFeed.objects.filter(person=person).delete()


@transaction.atomic
def note_read(feed: CalendarFeed, *, at: datetime) -> None:
    """So that its person sees whether their calendar comes by."""
    if feed.read_at is None or at - feed.read_at >= NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk, secret=feed.secret).update(read_at=at)
