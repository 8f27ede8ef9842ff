"""What one person does with the feed of a program: read it, and have its posts by mail or not."""

from collections.abc import Iterable

from django.db import transaction

from announcements.models import FeedRead, MutedFeed
from announcements.queries.feed import KIND, Entry
from notifications.actions import choices
from people.models import User
from programs.models import Program


def mute(person: User, program: Program) -> None:
    """No mails of what is posted in this program; those of other programs go on."""
    MutedFeed.objects.get_or_create(person=person, program=program)


@transaction.atomic
def unmute(person: User, program: Program) -> None:
    """Mails of posts again, also for somebody who had switched off those of all programs."""
    MutedFeed.objects.filter(person=person, program=program).delete()
    choices.switch_on(person, KIND)


def mark_read(person: User, entries: Iterable[Entry]) -> None:
    """Once said it stays; what is read already is left alone."""
    rows = [FeedRead(person=person, post=one.post, resource=one.resource) for one in entries]
    FeedRead.objects.bulk_create(rows, ignore_conflicts=True)
