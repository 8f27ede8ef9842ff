"""What posts of a feed ask people to do, and, for organizers, how many have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from announcements.models import Announcement, FeedRead
from applications.queries.participants import participants_of
from events.models import Place, Slot, TrainingDone
from notifications.models import Message
from people.models import User
from programs.addresses import of_cycle
from programs.models import Cycle

FEWEST = 5  # people something went to, so that how many have read it says nothing about one of them


@dataclass(frozen=True)
class Ask:
    """The button of a post, as one reader finds it; `done` says so once they have done it."""

    action: str
    address: str
    done: str = ""


@dataclass(frozen=True)
class Totals:
    """For organizers alone. `read` is None where too few got it, `done` where nothing is asked."""

    read: int | None
    written_to: int
    done: int | None
    participants: int
    asks_for_time: bool


def choices(cycle: Cycle) -> Iterator[tuple[str, str]]:
    """What a post can ask for, by its key and in words."""
    for event in cycle.events.order_by("pk"):
        yield f"event:{event.pk}", _("Choose a time for “%(title)s”") % {"title": event.title}
    for training in cycle.trainings.order_by("pk"):
        yield f"training:{training.pk}", _("Do “%(title)s”") % {"title": training.title}


def asks(posts: Iterable[Announcement], person: User, at: datetime) -> dict[int, Ask]:
    """By post. Three queries at most."""
    rows = list(posts)
    events = {row.asks_event_id for row in rows if row.asks_event_id}
    trainings = {row.asks_training_id for row in rows if row.asks_training_id}
    places = Place.objects.filter(event__in=events, person=person)
    has_place = set(places.values_list("event", flat=True))
    ahead = Slot.objects.filter(event__in=events, starts_at__gt=at)
    is_ahead = set(ahead.values_list("event", flat=True))
    done = TrainingDone.objects.filter(training__in=trainings, person=person)
    has_done = set(done.values_list("training", flat=True))
    found = {}
    for row in rows:
        if row.asks_event_id:
            address = of_cycle("events:event_detail", row.cycle, pk=row.asks_event_id)
            is_open = row.asks_event_id in is_ahead - has_place
            said = _("You have a place.") if row.asks_event_id in has_place else ""
            action = _("Choose a time") if is_open else _("View event")
            found[row.pk] = Ask(action, address, said)
        elif row.asks_training_id:
            address = of_cycle("events:checklist", row.cycle)
            is_done = row.asks_training_id in has_done
            found[row.pk] = Ask(_("Do it"), address, _("You have done it.") if is_done else "")
    return found


def totals(posts: Iterable[Announcement], cycle: Cycle) -> dict[int, Totals]:
    """By post: how many of those it went to have read it, and of those who take part have done what
    it asks. Four queries at most."""
    rows = list(posts)
    reads = _reads(rows)
    inside = participants_of(cycle)
    events = [row.asks_event_id for row in rows if row.asks_event_id]
    trainings = [row.asks_training_id for row in rows if row.asks_training_id]
    places = _by(Place.objects.filter(event__in=events, person__in=inside), "event")
    done = _by(TrainingDone.objects.filter(training__in=trainings, person__in=inside), "training")
    takes_part = inside.count() if events or trainings else 0
    found = {}
    for row in rows:
        figure = None
        if row.asks_event_id:
            figure = places.get(row.asks_event_id, 0)
        elif row.asks_training_id:
            figure = done.get(row.asks_training_id, 0)
        read = reads.get(row.pk, 0) if row.recipients >= FEWEST else None
        asks_for_time = row.asks_event_id is not None
        found[row.pk] = Totals(read, row.recipients, figure, takes_part, asks_for_time)
    return found


def totals_of(post: Announcement) -> Totals:
    return totals([post], post.cycle)[post.pk]


def _reads(posts: list[Announcement]) -> dict[int, int]:
    """By those it went to: an organizer who reads everything is none of them."""
    about = Concat(Value("announcement:"), Cast("post", CharField()))
    got_it = Message.objects.filter(
        kind="feed_post", about=OuterRef("about"), to=OuterRef("person")
    )
    read = FeedRead.objects.filter(post__in=posts).alias(about=about).filter(Exists(got_it))
    return _by(read, "post")


def _by(rows: Any, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("person", distinct=True)))
