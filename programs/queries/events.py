"""Events with who was expected and who came."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from people.models import User
from people.names import sort_key
from programs.models import Attendance, Cycle, Event, Participation, Place, Slot


@dataclass
class EventAttendance:
    """One event: the people expected, and those of them who came, by slot (None: in writing).

    Expected are the people taking part who had not left before its first slot.
    """

    event: Event
    slots: list[Slot]
    expected: set[int]
    came: dict[int, int | None] = field(default_factory=dict)

    @cached_property
    def present(self) -> int:
        return len(self.came.keys() & self.expected)

    @property
    def absent(self) -> set[int]:
        return self.expected - self.came.keys()

    @property
    def starts_at(self) -> datetime | None:
        return self.slots[0].starts_at if self.slots else None

    @property
    def is_noted(self) -> bool:
        """Whether somebody took attendance; before that there is no share to speak of."""
        return bool(self.came)

    @property
    def percent(self) -> float | None:
        if not self.is_noted or not self.expected:
            return None
        return 100 * self.present / len(self.expected)

    @property
    def by_slot(self) -> list[tuple[Slot, int]]:
        at = list(self.came.values())
        return [(slot, at.count(slot.pk)) for slot in self.slots]

    @property
    def in_writing(self) -> int:
        return list(self.came.values()).count(None)


def attendance_of(cycle: Cycle) -> list[EventAttendance]:
    """Every event of a cycle, the earliest first: two queries for any number of anything."""
    slots = Slot.objects.filter(event=OuterRef("pk")).order_by("starts_at", "pk")
    noted = Attendance.objects.filter(event=OuterRef("pk"))
    events = Event.objects.filter(cycle=cycle).annotate(
        first_start=Subquery(slots.values("starts_at")[:1]),
        given_slots=ArraySubquery(slots.values(slot=_SLOT)),
        given_attendances=ArraySubquery(
            noted.values(one=JSONObject(person="person_id", slot="slot_id"))
        ),
    )
    people = list(
        Participation.objects.filter(cycle=cycle)
        .values_list("person", "left_at")
        .exclude(role__side="staff")
    )
    return [
        EventAttendance(
            event,
            [_slot(event, given) for given in event.given_slots],
            _expected(people, event),
            {one["person"]: one["slot"] for one in event.given_attendances},
        )
        for event in events.order_by("first_start", "pk")
    ]


_SLOT = JSONObject(
    id="pk", starts_at="starts_at", link="link", replay_link="replay_link", room="room"
)


def _slot(event: Event, given: dict) -> Slot:
    starts_at = datetime.fromisoformat(given["starts_at"])
    return Slot(**{**given, "event": event, "starts_at": starts_at})


def _expected(people: list[tuple[int, datetime | None]], event: Any) -> set[int]:
    return {
        person
        for person, left_at in people
        if left_at is None or (event.first_start is not None and left_at >= event.first_start)
    }


def expected_people(event: Event, slot: Slot | None = None) -> QuerySet[User]:
    """The people an attendance list has, with `came_to` (a slot) and `attendance`.

    By name; those first who have a place in the slot (`is_coming`).
    """
    first = event.slots.aggregate(first=Min("starts_at"))["first"]
    stayed = Q(participations__left_at__isnull=True)
    if first is not None:
        stayed |= Q(participations__left_at__gte=first)
    noted = Attendance.objects.filter(event=event, person=OuterRef("pk"))
    side = Participation.objects.filter(cycle=event.cycle_id, person=OuterRef("pk"))
    people = User.objects.filter(stayed, participations__cycle=event.cycle_id).distinct()
    return people.annotate(
        attendance=Subquery(noted.values("pk")[:1]),
        came_to=Subquery(noted.values("slot")[:1]),
        side=Subquery(side.order_by("role__position").values("role__side")[:1]),
        is_coming=Exists(Place.objects.filter(slot=slot, person=OuterRef("pk"))),
    ).order_by("-is_coming", "sort_name", "pk")


def people_in_writing(event: Event) -> QuerySet[User]:
    """Those who took part without coming to a slot, by name."""
    written = Attendance.objects.filter(event=event, slot=None)
    side = Participation.objects.filter(cycle=event.cycle_id, person=OuterRef("pk"))
    found = User.objects.filter(pk__in=written.values("person"))
    return found.annotate(
        side=Subquery(side.order_by("role__position").values("role__side")[:1])
    ).order_by("sort_name", "pk")


def named(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose name has all these words in it, without marks."""
    for word in sort_key(words.replace("\0", ""))[:200].split():
        people = people.filter(sort_name__contains=word)
    return people
