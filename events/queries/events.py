"""Events with who was expected and who came."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from applications.models import Participation
from events.models import Attendance, Event, Place, Slot
from people.models import User
from programs.models import Cycle


@dataclass
class EventAttendance:
    """One event in numbers: the people expected, and how many of them came.

    Expected are the people taking part who had not left before its first slot. `came` are all who
    were noted, by slot (None: in writing).
    """

    event: Event
    slots: list[Slot]
    expected: int
    present: int
    present_mentors: int
    came: dict[int | None, int] = field(default_factory=dict)

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
        return 100 * self.present / self.expected

    @property
    def by_slot(self) -> list[tuple[Slot, int]]:
        return [(slot, self.came.get(slot.pk, 0)) for slot in self.slots]

    @property
    def in_writing(self) -> int:
        return self.came.get(None, 0)


def attendance_of(cycle: Cycle) -> list[EventAttendance]:
    """Every event of a cycle, the earliest first: one query for any number of anything."""
    return attendance_of_each([cycle])[cycle.pk]


def attendance_of_each(cycles: Iterable[Cycle]) -> dict[int, list[EventAttendance]]:
    """The same for each of many cycles, by its number: one query for any number of them."""
    found: dict[int, list[EventAttendance]] = {cycle.pk: [] for cycle in cycles}
    slots = Slot.objects.filter(event=OuterRef("pk")).order_by("starts_at", "pk")
    noted = Attendance.objects.filter(event=OuterRef("pk")).order_by()
    taking_part = Participation.objects.exclude(role__side="staff").order_by()
    expected = taking_part.filter(_stayed_until(OuterRef("first_start")), cycle=OuterRef("cycle"))
    theirs = taking_part.filter(
        _stayed_until(OuterRef(OuterRef("first_start"))),
        cycle=OuterRef("event__cycle"),
        person=OuterRef("person"),
    )
    mentors = theirs.filter(role__side="mentor")
    events = Event.objects.filter(cycle__in=found).annotate(
        first_start=Subquery(slots.values("starts_at")[:1]),
        given_slots=ArraySubquery(slots.values(slot=_SLOT)),
        expected=_people(expected.values("cycle")),
        present=_people(noted.filter(Exists(theirs)).values("event")),
        present_mentors=_people(noted.filter(Exists(mentors)).values("event")),
        came=ArraySubquery(
            noted.values("slot")
            .annotate(people=Count("pk"))
            .values(one=JSONObject(slot="slot_id", people="people"))
        ),
    )
    for event in events.order_by("first_start", "pk"):
        found[event.cycle_id].append(
            EventAttendance(
                event,
                [_slot(event, given) for given in event.given_slots],
                expected=event.expected,
                present=event.present,
                present_mentors=event.present_mentors,
                came={one["slot"]: one["people"] for one in event.came},
            )
        )
    return found


def _stayed_until(moment: OuterRef) -> Q:
    return Q(left_at__isnull=True) | Q(left_at__gte=moment)


def _people(rows: QuerySet) -> Coalesce:
    counted = rows.annotate(people=Count("person", distinct=True)).values("people")
    return Coalesce(Subquery(counted), 0)


_SLOT = JSONObject(
    id="pk", starts_at="starts_at", link="link", replay_link="replay_link", room="room"
)


def _slot(event: Event, given: dict) -> Slot:
    starts_at = datetime.fromisoformat(given["starts_at"])
    return Slot(**{**given, "event": event, "starts_at": starts_at})


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


def with_slots(cycle: Cycle) -> QuerySet[Event]:
    return Event.objects.filter(cycle=cycle).prefetch_related("slots")
