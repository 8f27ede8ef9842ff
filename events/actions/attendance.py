"""Who was at an event: one person counts once per event, whichever slot they came to."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from applications.models import Participation
from events.models import Attendance, Event, Slot
from people.models import User


@transaction.atomic
def note(event: Event, slot: Slot | None, person: User, *, by: User, at: datetime) -> Attendance:
    """Note that somebody was there. Noted at another slot before, they are moved to this one.

    slot None is for taking part in writing.
    """
    _refuse_outsiders(event, person)
    attendance, _created = Attendance.objects.update_or_create(
        event=event, person=person, defaults={"slot": slot, "noted_by": by, "noted_at": at}
    )
    return attendance


@transaction.atomic
def check_in(
    event: Event, slot: Slot | None, person: User, *, at: datetime, code: str = ""
) -> Attendance:
    """A person says that they are here, or took part in writing (slot None).

    What was noted before stays as it is: nobody moves themselves from one slot to another.
    """
    found = Attendance.objects.filter(event=event, person=person).first()
    if found is not None:
        return found
    if slot is None:
        _refuse_writing(event, at)
    else:
        _refuse_check_in(event, slot, code, at)
    _refuse_outsiders(event, person)
    attendance, _created = Attendance.objects.get_or_create(
        event=event, person=person, defaults={"slot": slot, "noted_by": person, "noted_at": at}
    )
    return attendance


@transaction.atomic
def take_back(event: Event, person: User) -> None:
    """They were not there after all."""
    Attendance.objects.filter(event=event, person=person).delete()


def take_back_own(event: Event, person: User) -> None:
    """Somebody ticked by mistake. What an organizer noted stays."""
    Attendance.objects.filter(event=event, person=person, noted_by=person).delete()


def code_of(slot: Slot) -> str:
    """Six digits to show where the slot is held; always the same, and known to no other page."""
    digest = salted_hmac("programs.check_in", str(slot.pk), algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 1_000_000:06}"


def _refuse_outsiders(event: Event, person: User) -> None:
    taking_part = Participation.objects.filter(cycle=event.cycle_id, person=person)
    if not taking_part.exists():
        raise ValidationError(_("This person is not in the cycle."), code="not_in_cycle")


def _refuse_writing(event: Event, at: datetime) -> None:
    if not event.takes_writing(event.cycle.day(at)):
        raise ValidationError(
            _("Taking part in writing is not open for this event."), code="not_open"
        )


def _refuse_check_in(event: Event, slot: Slot, code: str, at: datetime) -> None:
    if event.check_in == Event.CheckIn.ORGANIZER:
        raise ValidationError(_("The organizers take attendance."), code="not_open")
    if not slot.takes_check_ins(at):
        raise ValidationError(
            _("You can confirm it between the start and a day after the end."), code="not_open"
        )
    given = "".join(sign for sign in code if sign.isalnum())
    if event.check_in == Event.CheckIn.CODE and not constant_time_compare(given, code_of(slot)):
        raise ValidationError(
            _("This is not the code for this session. It is shown at the event."), code="wrong_code"
        )
