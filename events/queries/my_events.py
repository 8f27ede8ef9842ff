"""Events as a participant sees them: the times, one's own place, whether one was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from applications.models import Participation
from events.models import Attendance, Event, Place, Slot
from people.models import User
from programs.models import Cycle

NIGHT_ENDS, NIGHT_BEGINS = 6, 23
LEAST_OF_A_ZONE, MOST_ZONES = 3, 4


@dataclass(frozen=True)
class Sitting:
    """One slot at one moment, for one person. Hours are those of the current time zone."""

    slot: Slot
    number: int
    coming: int
    came: int
    is_mine: bool
    was_there: bool
    at: datetime

    @property
    def is_open(self) -> bool:
        """Places can still be taken or left."""
        return self.at < self.slot.closes_at

    @property
    def is_full(self) -> bool:
        capacity = self.slot.capacity
        return capacity is not None and not self.is_mine and self.coming >= capacity

    @property
    def left(self) -> int | None:
        capacity = self.slot.capacity
        return None if capacity is None else max(capacity - self.coming, 0)

    @property
    def is_over(self) -> bool:
        return self.at >= self.slot.ends_at

    @property
    def is_running(self) -> bool:
        return self.slot.starts_at <= self.at < self.slot.ends_at

    @property
    def is_at_night(self) -> bool:
        hour = timezone.localtime(self.slot.starts_at).hour
        return hour < NIGHT_ENDS or hour >= NIGHT_BEGINS

    @property
    def takes_check_ins(self) -> bool:
        return self.slot.takes_check_ins(self.at)


@dataclass(frozen=True)
class EventPage:
    event: Event
    sittings: list[Sitting]
    attendance: Attendance | None
    is_taking_part: bool
    present: int
    expected: int
    elsewhere: list[str]  # zones of many of those who take part, but the reader's own
    at: datetime

    @property
    def mine(self) -> Sitting | None:
        return next((one for one in self.sittings if one.is_mine), None)

    @property
    def is_open(self) -> bool:
        """Some time can still be chosen or left."""
        return self.is_taking_part and any(one.is_open for one in self.sittings)

    @property
    def is_over(self) -> bool:
        return bool(self.sittings) and all(one.is_over for one in self.sittings)

    @property
    def check_ins(self) -> list[Sitting]:
        """Slots the person may say now that they are at, their own one first."""
        if self.attendance or not self.is_taking_part:
            return []
        if self.event.check_in == Event.CheckIn.ORGANIZER:
            return []
        found = [one for one in self.sittings if one.takes_check_ins]
        return sorted(found, key=lambda one: not one.is_mine)

    @property
    def takes_writing(self) -> bool:
        return self.event.takes_writing(self.event.cycle.day(self.at))

    @property
    def was_in_writing(self) -> bool:
        return self.attendance is not None and self.attendance.slot_id is None

    @property
    def noted_by_self(self) -> bool:
        found = self.attendance
        return found is not None and found.noted_by_id == found.person_id


def event_page(event: Event, person: User, *, at: datetime) -> EventPage:
    """One event for one person; six queries however many come."""
    place = Place.objects.filter(event=event, person=person).first()
    attendance = Attendance.objects.filter(event=event, person=person).first()
    participants = Participation.objects.filter(cycle=event.cycle_id)
    is_active = participants.filter(person=person, state=Participation.State.ACTIVE).exists()
    expected = participants.aggregate(n=Count("person", distinct=True))["n"]
    sittings = [
        Sitting(
            slot=slot,
            number=number,
            coming=slot.coming,
            came=slot.came,
            is_mine=place is not None and place.slot_id == slot.pk,
            was_there=attendance is not None and attendance.slot_id == slot.pk,
            at=at,
        )
        for number, slot in enumerate(_slots_with_counts(event), start=1)
    ]
    present = Attendance.objects.filter(event=event).count()
    elsewhere = _zones_elsewhere(participants)
    return EventPage(event, sittings, attendance, is_active, present, expected, elsewhere, at)


def _zones_elsewhere(participants: QuerySet[Participation]) -> list[str]:
    """Where most of the others are; a zone of one or two people would tell who they are."""
    here = timezone.get_current_timezone_name()
    active = participants.filter(state=Participation.State.ACTIVE, person__is_active=True)
    zones = active.exclude(person__time_zone__in=["", here]).order_by()
    counted = zones.values("person__time_zone").annotate(n=Count("person", distinct=True))
    many = counted.filter(n__gte=LEAST_OF_A_ZONE).order_by("-n", "person__time_zone")
    return list(many.values_list("person__time_zone", flat=True)[:MOST_ZONES])


def _slots_with_counts(event: Event) -> Iterable[Slot]:
    slots = event.slots.annotate(
        coming=Count("places", distinct=True), came=Count("attendances", distinct=True)
    )
    for slot in slots:
        slot.event = event  # its end follows from the event's length
        yield slot


@dataclass(frozen=True)
class EventRow:
    """One event on the checklist."""

    event: Event
    my_slot: int | None
    was_there: bool
    at: datetime

    @property
    def waits(self) -> bool:
        """A time can be chosen, and is not."""
        if self.was_there or self.my_slot:
            return False
        return any(self.at < slot.closes_at for slot in self.event.slots.all())


def event_rows(cycle: Cycle, person: User, *, at: datetime) -> list[EventRow]:
    """The events of a cycle with this person's part; four queries."""
    places = dict(
        Place.objects.filter(event__cycle=cycle, person=person).values_list("event", "slot")
    )
    been_at = set(
        Attendance.objects.filter(event__cycle=cycle, person=person).values_list("event", flat=True)
    )
    return [
        EventRow(event, places.get(event.pk), event.pk in been_at, at)
        for event in cycle.events.prefetch_related("slots")
    ]


@dataclass(frozen=True)
class Upcoming:
    """What waits for somebody: a slot they chose, or an event whose time they have not chosen."""

    event: Event
    slot: Slot
    is_mine: bool


def upcoming(person: User, *, at: datetime, within: timedelta) -> list[Upcoming]:
    """Events of this person's cycles that lie ahead, the next first; two queries.

    Of an event one has a place in, that slot; of others the first slot still to come.
    """
    cycles = person.participations.filter(state=Participation.State.ACTIVE).values("cycle")
    slots = Slot.objects.filter(
        event__cycle__in=cycles, starts_at__lt=at + within, starts_at__gt=at - timedelta(hours=2)
    ).exclude(event__attendances__person=person)
    chosen = dict(Place.objects.filter(person=person).values_list("event", "slot"))
    found: dict[int, Upcoming] = {}
    for slot in slots.select_related("event__cycle__program").order_by("starts_at", "pk"):
        if slot.ends_at <= at or chosen.get(slot.event_id, slot.pk) != slot.pk:
            continue
        found.setdefault(slot.event_id, Upcoming(slot.event, slot, slot.event_id in chosen))
    return list(found.values())


def chosen_slots(cycle: Cycle, person: User) -> list[Slot]:
    """The slots somebody has a place in, and those of events held only once."""
    events = cycle.events.annotate(sittings=Count("slots")).filter(sittings=1)
    mine = Q(places__person=person) | Q(event__in=events.values("pk"))
    slots = Slot.objects.filter(mine, event__cycle=cycle).distinct()
    return list(slots.select_related("event__cycle__program"))
