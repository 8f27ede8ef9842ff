"""Events of a cycle, their slots, and who was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from programs.models import Cycle, Event, Slot
from programs.queries import public

_FAR = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SlotInput:
    """One sitting as somebody filled it in. Without `number` it is new."""

    starts_at: datetime
    link: str = ""
    replay_link: str = ""
    number: int | None = None
    is_removed: bool = False


@transaction.atomic
def save(
    cycle: Cycle, fields: Mapping[str, Any], slots: Iterable[SlotInput], event: Event | None = None
) -> Event:
    """Create or change an event with all its slots. A slot somebody attended stays."""
    known_events = Event.objects.select_for_update().filter(cycle=cycle)
    event = known_events.get(pk=event.pk) if event else Event(cycle=cycle)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    known = {slot.pk: slot for slot in event.slots.select_for_update()}
    slots = list(slots)
    _refuse_same_start([slot for slot in slots if not slot.is_removed])
    _remove([known[slot.number] for slot in slots if slot.is_removed and slot.number in known])
    kept = [slot for slot in slots if not slot.is_removed]
    # Two slots may swap their times, so first none of them has one that is wanted.
    for number, given in enumerate(kept):
        if given.number in known:
            Slot.objects.filter(pk=given.number).update(starts_at=_FAR + timedelta(days=number))
    for given in kept:
        _save_slot(event, known.get(given.number or 0), given)
    _show(cycle)
    return event


@transaction.atomic
def delete(event: Event) -> None:
    """Take an event out of the program. Once attendance is noted it stays for the report."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.attendances.exists():
        raise ValidationError(
            _("People are noted as present: the event stays for the report."), code="was_attended"
        )
    locked.delete()
    _show(locked.cycle)


@transaction.atomic
def set_replay(slot: Slot, link: str) -> None:
    """Put the replay of a slot on the program's page, or take it off with an empty link."""
    Slot.objects.filter(pk=slot.pk).update(replay_link=link)
    _show(slot.event.cycle)


def _show(cycle: Cycle) -> None:
    """The public page, which lists events, is made again."""
    transaction.on_commit(lambda: public.forget(cycle))


def _refuse_same_start(slots: list[SlotInput]) -> None:
    if len({slot.starts_at for slot in slots}) < len(slots):
        raise ValidationError(_("Two slots start at the same time."), code="same_start")


def _remove(slots: list[Slot]) -> None:
    for slot in slots:
        if slot.attendances.exists():
            raise ValidationError(
                _("A slot people attended cannot be removed."), code="was_attended"
            )
        slot.delete()


def _save_slot(event: Event, slot: Slot | None, given: SlotInput) -> None:
    slot = slot or Slot(event=event)
    slot.starts_at, slot.link, slot.replay_link = given.starts_at, given.link, given.replay_link
    slot.save()
