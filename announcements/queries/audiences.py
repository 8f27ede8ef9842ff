"""Groups of people an announcement can go to, each with how many they are now.

A new group is one function below, in `SOURCES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from announcements.models import Announcement
from applications.models import Application, Delegation, Interest, Participation
from applications.queries.participants import participants_of
from events.models import Event, Training
from events.queries.learning import missing_people
from pairs.models import MentoringSession, Pair
from people.models import User
from programs.models import Cycle, Staff

PICKED = "picked"
PICKED_GROUP = gettext_lazy("Picked")
TAKING_PART = gettext_lazy("Taking part")
APPLYING = gettext_lazy("Applying")
MISSING = gettext_lazy("Something is missing")
TEAM = gettext_lazy("The team")
OUTSIDE = gettext_lazy("Outside the cycle")


@dataclass(frozen=True)
class Audience:
    """One group. `addresses` are of people without an account."""

    key: str
    label: str | Promise
    group: str | Promise
    people: QuerySet[User]
    addresses: QuerySet[Interest] | None = None


@dataclass(frozen=True)
class Counted:
    """A group as the form shows it."""

    audience: Audience
    count: int


@dataclass(frozen=True)
class Recipients:
    """Whom an announcement reaches at a moment: everybody once, however many groups they are in."""

    people: QuerySet[User]
    addresses: list[str]

    def count(self) -> int:
        return self.people.count() + len(self.addresses)


def counted(announcement: Announcement) -> list[Counted]:
    """The groups it can go to with their sizes, in one statement for all sizes; few queries more,
    whatever the sizes."""
    found = _offered(announcement)
    sizes = {f"n{number}": _size(audience) for number, audience in enumerate(found)}
    row: Any = Cycle.objects.filter(pk=announcement.cycle_id).values(**sizes).get()
    return [Counted(audience, row[f"n{number}"]) for number, audience in enumerate(found)]


def recipients_of(announcement: Announcement) -> Recipients:
    """Who gets it now: active people of its groups.

    A group that is no longer there, say of a role that was removed, has nobody.
    """
    found = chosen(announcement)
    wanted = Q(pk__in=[])
    for audience in found:
        wanted |= Q(pk__in=audience.people.order_by().values("pk"))
    people = User.objects.active().filter(wanted)
    outside: set[str] = set()
    for audience in found:
        if audience.addresses is not None:
            outside.update(audience.addresses.values_list("address", flat=True))
    outside -= set(people.filter(email__in=outside).values_list("email", flat=True))
    return Recipients(people, sorted(outside))


def labels_of(announcement: Announcement) -> list[str]:
    """The chosen groups in words."""
    words = [str(audience.label) for audience in chosen(announcement)]
    gone = len(announcement.audiences) - len(words)
    if gone:
        words.append(ngettext("%d group that is gone", "%d groups that are gone", gone) % gone)
    return words


def _offered(announcement: Announcement) -> list[Audience]:
    """All groups that can have anybody in them at this stage of the cycle."""
    cycle = announcement.cycle
    return [
        *_picked(announcement),
        *(audience for source in SOURCES for audience in source(cycle)),
    ]


def chosen(announcement: Announcement) -> list[Audience]:
    """Its groups, without those that are gone."""
    keys = set(announcement.audiences)
    return [audience for audience in _offered(announcement) if audience.key in keys]


def _picked(announcement: Announcement) -> Iterator[Audience]:
    """Those somebody ticked in a table, to whom no rule belongs."""
    if announcement.pk is not None and announcement.people.exists():
        label = _("People picked from a list")
        yield Audience(PICKED, label, PICKED_GROUP, announcement.people.all())


def _size(audience: Audience) -> Any:
    people = _counted(audience.people.filter(is_active=True))
    return people if audience.addresses is None else people + _counted(audience.addresses)


def _counted(rows: QuerySet) -> Coalesce:
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(one.annotate(n=Count("pk", distinct=True)).values("n")), 0)


def _taking_part(cycle: Cycle) -> Iterator[Audience]:
    if cycle.pairs_published_at is None:
        return
    everybody = participants_of(cycle)
    yield Audience("taking_part", _("Everyone who takes part"), TAKING_PART, everybody)
    for role in cycle.roles.all():
        inside = Participation.objects.filter(role=role, state=Participation.State.ACTIVE)
        people = User.objects.filter(pk__in=inside.values("person"))
        label = _("%(role)s who take part") % {"role": role.name_of_several}
        yield Audience(f"taking_part:{role.pk}", label, TAKING_PART, people)
    for event in Event.objects.filter(cycle=cycle).order_by("pk"):
        people = User.objects.filter(pk__in=event.places.values("person"))
        label = _("A place at “%(event)s”") % {"event": event.title}
        yield Audience(f"event:{event.pk}", label, TAKING_PART, people)


def _applying(cycle: Cycle) -> Iterator[Audience]:
    every = Application.objects.filter(cycle=cycle)
    sent = every.submitted().exclude(status=Application.Status.LEFT)
    for role in cycle.roles.all():
        people = User.objects.filter(pk__in=sent.filter(role=role).values("person"))
        label = _("Applicants: %(role)s") % {"role": role.name_of_several}
        yield Audience(f"applied:{role.pk}", label, APPLYING, people)
    begun = every.filter(status=Application.Status.DRAFT)
    unsent = User.objects.filter(pk__in=begun.values("person")).exclude(
        pk__in=sent.values("person")
    )
    yield Audience("unsent", _("Started a form but did not send it"), APPLYING, unsent)


def _unpaired(cycle: Cycle) -> Iterator[Audience]:
    if cycle.pairs_published_at is None:
        return
    alone = Application.objects.filter(cycle=cycle, status=Application.Status.UNPAIRED)
    people = User.objects.filter(pk__in=alone.values("person"))
    yield Audience("unpaired", _("Without a partner"), MISSING, people)


def _not_met(cycle: Cycle) -> Iterator[Audience]:
    if cycle.pairs_published_at is None:
        return
    held = MentoringSession.objects.held().filter(pair=OuterRef("pk"))
    silent = Pair.objects.active().filter(~Exists(held), cycle=cycle)
    people = User.objects.filter(pk__in=silent.persons())
    yield Audience("not_met", _("Their pair has not met yet"), MISSING, people)


def _without_training(cycle: Cycle) -> Iterator[Audience]:
    for training in Training.objects.filter(cycle=cycle).order_by("pk"):
        label = _("Have not done “%(training)s”") % {"training": training.title}
        yield Audience(f"training:{training.pk}", label, MISSING, missing_people(training))


def _team(cycle: Cycle) -> Iterator[Audience]:
    for role in Staff.Role:
        staff = Staff.objects.filter(program=cycle.program, role=role)
        people = User.objects.filter(pk__in=staff.values("person"))
        yield Audience(f"staff:{role}", _STAFF[role], TEAM, people)
    waiting = Delegation.objects.open().filter(application__cycle=cycle)
    people = User.objects.filter(pk__in=waiting.values("member"))
    yield Audience("open_reviews", _("Committee members with open reviews"), MISSING, people)


def _interested(cycle: Cycle) -> Iterator[Audience]:
    confirmed = Interest.objects.confirmed().filter(program=cycle.program)
    people = User.objects.filter(pk__in=confirmed.values("person"))
    label = _("Want to hear of the next call")
    yield Audience("interested", label, OUTSIDE, people, confirmed.filter(person=None))


_STAFF = {
    Staff.Role.ORGANIZER: gettext_lazy("Organizers"),
    Staff.Role.CONFIRMER: gettext_lazy("Confirmers"),
    Staff.Role.COMMITTEE: gettext_lazy("Committee members"),
}

SOURCES: list[Callable[[Cycle], Iterator[Audience]]] = [
    _taking_part,
    _applying,
    _unpaired,
    _not_met,
    _without_training,
    _team,
    _interested,
]
