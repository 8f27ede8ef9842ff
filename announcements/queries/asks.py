"""What posts of a feed ask people to do, and, for organizers, how many have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from announcements.models import Announcement, FeedRead
from events.models import Place, Slot, TrainingDone
from notifications.keys import key_of
from notifications.models import Message
from people.models import User
from programs.addresses import of_cycle
from programs.models import Cycle

KIND = "feed_post"
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
    asked: int
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


def totals(posts: Iterable[Announcement]) -> dict[int, Totals]:
    """By post, of those it went to: how many have read it, and done what it asks. Three queries at
    most."""
    rows = list(posts)
    reads, got, done = _reads(rows), _got(rows), _done(rows)
    return {
        row.pk: Totals(
            read=reads.get(row.pk, 0) if row.recipients >= FEWEST else None,
            written_to=row.recipients,
            done=done.get(key_of(row), 0) if row.asks else None,
            asked=got.get(key_of(row), 0),
            asks_for_time=row.asks_event_id is not None,
        )
        for row in rows
    }


def totals_of(post: Announcement) -> Totals:
    return totals([post])[post.pk]


def _reads(posts: list[Announcement]) -> dict[int, int]:
    """An organizer who reads everything is none of those it went to."""
    about = Concat(Value("announcement:"), Cast("post", CharField()))
    got_it = Message.objects.filter(kind=KIND, about=OuterRef("about"), to=OuterRef("person"))
    read = FeedRead.objects.filter(post__in=posts).alias(about=about).filter(Exists(got_it))
    return dict(read.order_by().values_list("post").annotate(Count("person", distinct=True)))


def _got(posts: list[Announcement]) -> dict[str, int]:
    return _people(Q(about__in=[key_of(row) for row in posts if row.asks]))


def _done(posts: list[Announcement]) -> dict[str, int]:
    has_done = Q(pk__in=[])
    for row in posts:
        if row.asks_event_id:
            places = Place.objects.filter(event=row.asks_event_id, person=OuterRef("to"))
            has_done |= Q(Exists(places), about=key_of(row))
        elif row.asks_training_id:
            done = TrainingDone.objects.filter(training=row.asks_training_id, person=OuterRef("to"))
            has_done |= Q(Exists(done), about=key_of(row))
    return _people(has_done)


def _people(chosen: Q) -> dict[str, int]:
    """With an account, by the post they got."""
    told = Message.objects.filter(chosen, kind=KIND)
    return dict(told.order_by().values_list("about").annotate(Count("to", distinct=True)))
