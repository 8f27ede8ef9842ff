"""The feed of a program: what its organizers posted to this person, and resources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from announcements import rules
from announcements.models import Announcement
from events.models import Resource
from events.queries.learning import visible_resources
from notifications.keys import number_in
from notifications.models import Message, SwitchedOff
from pairs.models import Pair
from people.models import User
from programs.models import Cycle

KIND = "feed_post"
MOST = 100  # of each, the newest


@dataclass(frozen=True)
class Entry:
    """One thing on the feed. A resource without a day has been there from the beginning."""

    what: str
    title: str
    text: str
    at: datetime | None
    by: User | None = None
    resource: Resource | None = None


def entries(cycle: Cycle, person: User, *, sees_all: bool, show: str = "") -> list[Entry]:
    """The newest first. Somebody reads the posts that went to them, organizers all of them."""
    found = [*_posts(cycle, person, sees_all=sees_all), *_resources(cycle)]
    return sort(one for one in found if show in {"", one.what})


def sort(found: Iterable[Entry]) -> list[Entry]:
    """The newest first, what was always there last."""
    return sorted(found, key=lambda one: one.at.timestamp() if one.at else 0, reverse=True)


def is_muted(person: User) -> bool:
    return SwitchedOff.objects.filter(person=person, kind=KIND).exists()


def own_pairs(cycle: Cycle, person: User) -> list[Pair]:
    """Whose agenda a question can go on."""
    return list(Pair.objects.active().of(person).filter(cycle=cycle).with_people())


def _posts(cycle: Cycle, person: User, *, sees_all: bool) -> list[Entry]:
    gone = cycle.announcements.filter(state=Announcement.State.GONE).exclude(feed_as="")
    if not sees_all:
        told = Message.objects.filter(kind=KIND, to=person).values_list("about", flat=True)
        gone = gone.filter(pk__in=[number_in(about, Announcement) for about in told])
    rows = gone.select_related("written_by").order_by("-gone_at", "-pk")[:MOST]
    return [_entry(row, cycle, person) for row in rows]


def _entry(row: Announcement, cycle: Cycle, person: User) -> Entry:
    words = rules.words(row.subject, row.text, cycle, person)
    return Entry(row.feed_as, words["subject"], words["text"], row.gone_at, row.written_by)


def _resources(cycle: Cycle) -> list[Entry]:
    return [
        Entry("resource", row.title, row.text, row.posted_at, resource=row)
        for row in visible_resources(cycle)[:MOST]
    ]
