"""Events of a cycle, their slots, and who was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.models import Event, Slot
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle
from programs.queries import public

_FAR = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SlotInput:
    """One sitting as somebody filled it in. Without `number` it is new."""

    starts_at: datetime
    link: str = ""
    replay_link: str = ""
    suits: str = ""
    capacity: int | None = None
    number: int | None = None
    is_removed: bool = False


@transaction.atomic
def save(
    cycle: Cycle,
    fields: Mapping[str, Any],
    slots: Iterable[SlotInput],
    event: Event | None = None,
    *,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Event:
    """Create or change an event with all its slots. A slot somebody attended stays.

    Whoever has a place in a slot that moves or goes is told.
    """
    known_events = Event.objects.select_for_update().filter(cycle=cycle)
    event = known_events.get(pk=event.pk) if event else Event(cycle=cycle)
    if event.pk:
        unchanged(event)
    changed = {name for name, value in fields.items() if getattr(event, name) != value}
    for name, value in fields.items():
        setattr(event, name, value)
    event.save(update_fields=list(fields) if event.pk else None)
    if not Event.SHOWN_THERE.isdisjoint(changed):
        event.slots.update(revision=F("revision") + 1)
    known = {slot.pk: slot for slot in event.slots.select_for_update()}
    slots = list(slots)
    _refuse_same_start([slot for slot in slots if not slot.is_removed])
    gone = [known[slot.number] for slot in slots if slot.is_removed and slot.number in known]
    _remove(event, gone, at=at)
    kept = [slot for slot in slots if not slot.is_removed]
    # Two slots may swap their times, so first none of them has one that is wanted.
    for number, given in enumerate(kept):
        if given.number in known:
            Slot.objects.filter(pk=given.number).update(starts_at=_FAR + timedelta(days=number))
    for given in kept:
        _save_slot(event, known.get(given.number or 0), given, at=at)
    _show(cycle)
    return event


@transaction.atomic
def delete(event: Event, *, by: User, at: datetime) -> None:
    """Take an event out of the program; people who have a place are told."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    locked.refuse_removal()
    _tell_gone(locked, list(locked.slots.all()), at=at)
    audit.note("event_removed", locked, by=by, at=at, scope=f"program:{locked.cycle.program_id}")
    locked.delete()
    _show(locked.cycle)


@transaction.atomic
def note_afterwards(
    slot: Slot, *, replay_link: str, room: str, unchanged: Unchanged = as_it_is
) -> None:
    """Put the replay of a slot on the program's page, or take it off; keep how the slot was."""
    unchanged(Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk))
    Slot.objects.filter(pk=slot.pk).update(replay_link=replay_link, room=room)
    _show(slot.event.cycle)


def _show(cycle: Cycle) -> None:
    """The public page, which lists events, is made again."""
    transaction.on_commit(lambda: public.forget(cycle))


def _refuse_same_start(slots: list[SlotInput]) -> None:
    if len({slot.starts_at for slot in slots}) < len(slots):
        raise ValidationError(_("Two slots start at the same time."), code="same_start")


def _remove(event: Event, slots: list[Slot], *, at: datetime) -> None:
    for slot in slots:
        slot.refuse_removal()
    _tell_gone(event, slots, at=at)
    for slot in slots:
        slot.delete()


def _save_slot(event: Event, slot: Slot | None, given: SlotInput, *, at: datetime) -> None:
    is_new = slot is None
    slot = slot or Slot(event=event)
    has_moved = not is_new and slot.starts_at != given.starts_at
    if has_moved or (not is_new and slot.link != given.link):
        slot.count_change(["starts_at", "link"])
    slot.starts_at, slot.link, slot.replay_link = given.starts_at, given.link, given.replay_link
    slot.suits, slot.capacity = given.suits, given.capacity
    written = ["starts_at", "link", "replay_link", "suits", "capacity", "revision"]
    slot.save(update_fields=None if is_new else written)
    if has_moved and slot.starts_at > at:
        for place in slot.places.select_related("person"):
            outbox.tell(
                place.person,
                "event_moved",
                about=slot,
                scope=event.cycle,
                occasion=f"{slot.occasion}/revision:{slot.revision}",
                at=at,
            )


def _tell_gone(event: Event, slots: list[Slot], *, at: datetime) -> None:
    """The message keeps in words what the rows will not say any more."""
    for slot in slots:
        if slot.starts_at <= at:
            continue
        said = {
            "title": event.title,
            "starts_at": slot.starts_at.isoformat(),
            "cycle": event.cycle_id,
            "minutes": event.minutes,
            "revision": slot.revision + 1,
        }
        for place in slot.places.select_related("person"):
            outbox.tell(
                place.person,
                "event_slot_gone",
                about=slot,
                scope=event.cycle,
                context=said,
                at=at,
            )
