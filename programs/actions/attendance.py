"""Who was at an event: one person counts once per event, whichever slot they came to."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from programs.models import Attendance, Event, Participation, Slot


@transaction.atomic
def note(event: Event, slot: Slot | None, person: User, *, by: User, at: datetime) -> Attendance:
    """Note that somebody was there. Noted at another slot before, they are moved to this one.

    slot None is for taking part in writing.
    """
    taking_part = Participation.objects.filter(cycle=event.cycle_id, person=person)
    if not taking_part.exists():
        raise ValidationError(_("This person is not in the cycle."), code="not_in_cycle")
    attendance, _created = Attendance.objects.update_or_create(
        event=event, person=person, defaults={"slot": slot, "noted_by": by, "noted_at": at}
    )
    return attendance


@transaction.atomic
def take_back(event: Event, person: User) -> None:
    """They were not there after all."""
    Attendance.objects.filter(event=event, person=person).delete()
