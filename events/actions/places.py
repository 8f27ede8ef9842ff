"""Places in the slots of an event: who means to come to which."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from events.models import Event, Place, Slot
from people.models import User


@transaction.atomic
def choose(slot: Slot, person: User, *, at: datetime) -> Place:
    """Take a place in a slot, or move to it from another slot of the same event.

    Slots and their places are counted under a lock, so that nobody gets a place that is not there.
    """
    locked = Slot.objects.select_for_update().select_related("event").get(pk=slot.pk)
    _refuse_outsiders(locked.event, person)
    _refuse_late(locked, at)
    mine = Place.objects.select_related("slot__event").filter(event=locked.event, person=person)
    before = mine.first()
    if before is not None:
        if before.slot_id == locked.pk:
            return before
        _refuse_late(before.slot, at)
    others = locked.places.exclude(person=person).count()
    if locked.capacity is not None and others >= locked.capacity:
        raise ValidationError(_("This time is full. Choose another one."), code="full")
    place, _made = Place.objects.update_or_create(
        event=locked.event, person=person, defaults={"slot": locked, "chosen_at": at}
    )
    return place


@transaction.atomic
def give_up(event: Event, person: User, *, at: datetime) -> None:
    """Leave the place to somebody else. Without a place nothing happens."""
    mine = Place.objects.select_for_update(of=("self",)).select_related("slot__event")
    place = mine.filter(event=event, person=person).first()
    if place is None:
        return
    _refuse_late(place.slot, at)
    place.delete()


def _refuse_outsiders(event: Event, person: User) -> None:
    active = Participation.objects.filter(
        cycle=event.cycle_id, person=person, state=Participation.State.ACTIVE
    )
    if not active.exists():
        raise ValidationError(_("You do not take part in this cycle."), code="not_in_cycle")


def _refuse_late(slot: Slot, at: datetime) -> None:
    if at >= slot.closes_at:
        raise ValidationError(
            _("This can be changed until one hour before it begins."), code="too_late"
        )
