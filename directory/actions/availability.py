"""Being available as a mentor: switching it on, confirming it, pausing it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from directory.actions import locks
from directory.models import Availability, MentoringRequest
from directory.models.availability import MOST_UNANSWERED
from directory.queries import switch
from notifications.actions import outbox
from people.actions import people
from people.models import User
from people.versions import Unchanged, as_it_is

_State, _Because = Availability.State, Availability.Because
OFFERED = (
    "topics",
    "slots",
    "places",
    "helps_with",
    "how_i_work",
    "not_doing",
    "takes_writing",
    "from_on",
    "away_from",
    "away_until",
)


@transaction.atomic
def offer(
    person: User,
    values: dict,
    *,
    languages: list[str],
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Availability:
    """Save what a person offers and make them available. Saving it is a sign of life, too."""
    locked = locks.people(person)[person.pk]
    if person.is_guest or not person.is_active:
        raise ValidationError(_("Only people who work here can be mentors."), code="not_here")
    row = Availability.objects.filter(person=person).first()
    if row is not None:
        row.person = locked
        unchanged(row)
    row = row or Availability(person=person)
    for name in OFFERED:
        setattr(row, name, values[name])
    _open(row, at)
    row.full_clean(exclude=["person"])
    row.save()
    people.save_profile(person, {"languages": languages, "is_available_as_mentor": True}, at=at)
    return row


@transaction.atomic
def confirm(person: User, *, at: datetime) -> None:
    """It is still right, or right again: from now on people can ask."""
    locks.people(person)
    row = Availability.objects.get(person=person)
    _open(row, at)
    row.save()
    people.save_profile(person, {"is_available_as_mentor": True}, at=at)


@transaction.atomic
def pause(
    person: User, *, at: datetime, because: str = Availability.Because.OWN, spare: int | None = None
) -> int:
    """Nobody can ask from now on. Open requests are declined kindly, apart from `spare`: how many.

    Pausing what is paused changes nothing.
    """
    locks.people(person)
    row = Availability.objects.filter(person=person, state=_State.OPEN).first()
    if row is None:
        return 0
    row.state, row.paused_because = _State.PAUSED, because
    row.save(update_fields=["state", "paused_because"])
    people.save_profile(person, {"is_available_as_mentor": False}, at=at)
    left = because == _Because.LEFT
    reason = MentoringRequest.Reason.LEFT if left else MentoringRequest.Reason.PAUSED
    ended = locks.open_requests(Q(mentor=person) & ~Q(pk=spare))
    for request in ended:
        locks.end(request, MentoringRequest.State.DECLINED, at, reason)
        outbox.tell(request.mentee, "mentoring_declined", about=request, at=at)
    if because in {_Because.UNANSWERED, _Because.UNCONFIRMED}:
        outbox.tell(person, "availability_paused", about=row, occasion=f"{at:%Y%m%d}", at=at)
    return len(ended)


@transaction.atomic
def follow(person: User, *, at: datetime) -> None:
    """The person's row says whether they are available: on their profile they have just said so."""
    locks.people(person)
    row = Availability.objects.filter(person=person).first()
    if not person.is_available_as_mentor:
        pause(person, at=at)
    elif not person.is_guest and (row is None or not row.is_open):
        row = row or Availability(person=person, topics=list(person.focus_areas))
        _open(row, at)
        row.save()


def sign_of_life(mentor: User) -> None:
    """The mentor wrote to somebody: what stayed unanswered before counts no more."""
    Availability.objects.filter(person=mentor, unanswered__gt=0).update(unanswered=0)


def note_unanswered(mentor: User, *, at: datetime) -> None:
    """One more request ended without a word of the mentor's; they are locked. Three in a row pause."""
    row = Availability.objects.filter(person=mentor, state=_State.OPEN).first()
    if row is None:
        return
    row.unanswered += 1
    row.save(update_fields=["unanswered"])
    if row.unanswered >= MOST_UNANSWERED:
        pause(mentor, at=at, because=_Because.UNANSWERED)


def ask_to_confirm(at: datetime) -> dict[str, int]:
    """Twice a year: ask whether it is still right. A press on the page behind the mail answers."""
    if not switch.is_on():
        return {}
    due = list(Availability.objects.to_confirm(at).select_related("person").order_by("pk"))
    return {"mentors asked to confirm": sum(_ask_to_confirm(row, at) for row in due)}


@transaction.atomic
def _ask_to_confirm(row: Availability, at: datetime) -> bool:
    """Unless they have said so while this waited for its turn."""
    locks.people(row.person)
    is_due = Availability.objects.to_confirm(at).filter(pk=row.pk).exists()
    if is_due:
        row.asked_at = at
        row.save(update_fields=["asked_at"])
        outbox.tell(row.person, "availability_check", about=row, occasion=row.round, at=at)
    return is_due


def pause_unconfirmed(at: datetime) -> dict[str, int]:
    """Pause those who were asked two weeks ago and did not say, and tell them."""
    if not switch.is_on():
        return {}
    late = list(Availability.objects.unconfirmed(at).select_related("person").order_by("pk"))
    return {"mentors paused": sum(_pause_unconfirmed(row, at) for row in late)}


@transaction.atomic
def _pause_unconfirmed(row: Availability, at: datetime) -> bool:
    """Unless they have said so while this waited for its turn."""
    locks.people(row.person)
    is_late = Availability.objects.unconfirmed(at).filter(pk=row.pk).exists()
    if is_late:
        pause(row.person, at=at, because=_Because.UNCONFIRMED)
    return is_late


def _open(row: Availability, at: datetime) -> None:
    if row.pk is None or not row.is_open:
        row.opened_at = at
    row.state, row.paused_because = _State.OPEN, ""
    row.confirmed_at, row.asked_at, row.unanswered = at, None, 0
