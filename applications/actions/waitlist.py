"""The waiting list of a role: its order, and places offered to those who wait."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.actions import applications, moves, offers, reviews
from applications.models import Application, PlaceOffer
from applications.models.offer import TAKE_BACK_FOR
from applications.queries.waitlist import version_of_line
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from programs.models import Role
from programs.permissions import conflicts_of
from programs.rules import days

Status = Application.Status
State = PlaceOffer.State


@transaction.atomic
def move(
    application: Application, place: int, *, by: User, at: datetime, seen: str | None = None
) -> None:
    """Give somebody another place in the waiting list of their role; the others close up.

    `seen` is the version of the line somebody had before their eyes; None takes any.
    """
    rows = _line(application.role)
    if seen is not None:
        hidden = set(
            Application.objects.filter(conflicts_of(by), role=application.role).values_list(
                "pk", flat=True
            )
        )
        now = [(row.pk, number) for number, row in enumerate(rows, start=1)]
        if seen != version_of_line(one for one in now if one[0] not in hidden):
            raise ValidationError(
                _("Somebody changed the order meanwhile. This is the order now."),
                code="changed_meanwhile",
            )
    found = next((row for row in rows if row.pk == application.pk), None)
    if found is None:
        raise _not_waiting()
    rows.remove(found)
    rows.insert(max(0, min(place - 1, len(rows))), found)
    for number, row in enumerate(rows, start=1):
        row.waitlist_place = number
    Application.objects.bulk_update(rows, ["waitlist_place"], batch_size=500)
    audit.note("waitlist.moved", found, by=by, at=at)


@transaction.atomic
def offer(application: Application, answer_on: date, *, by: User, at: datetime) -> PlaceOffer:
    """Offer a place, to be taken until the end of a day in the cycle's zone.

    The mail waits ten minutes, in which the offer can be taken back unseen.
    """
    locked = _locked(application)
    if locked.status != Status.WAITLISTED or locked.told_at is not None:
        raise _not_waiting()
    answer_by = days.ends(answer_on, locked.cycle.tzinfo)
    if answer_by <= at + TAKE_BACK_FOR:
        raise ValidationError(_("Choose a future date."), code="too_soon")
    if locked.offers.filter(state=State.OPEN).exists():
        raise ValidationError(_("This place has already been offered."), code="offered")
    reviews.refuse_eligible(locked)
    made = PlaceOffer.objects.create(
        application=locked, made_by=by, made_at=at, answer_by=answer_by
    )
    _tell("place_offered", made, at=at, send_after=at + TAKE_BACK_FOR)
    audit.note("place.offered", locked, by=by, at=at)
    return made


@transaction.atomic
def take_back(made: PlaceOffer, *, by: User, at: datetime) -> None:
    """Undo an offer whose mail is not out yet."""
    locked, application = _open(made)
    if outbox.take_back("place_offered", about=locked) == 0:
        raise ValidationError(
            _("The mail has been sent, so the offer cannot be taken back."), code="already_told"
        )
    offers.end(locked, State.TAKEN_BACK, at=at)
    audit.note("place.taken_back", application, by=by, at=at)


@transaction.atomic
def accept(made: PlaceOffer, *, at: datetime) -> None:
    """Take the place: the person is eligible and waits for pairing like everybody else."""
    locked, application = _open(made)
    if at >= locked.answer_by:
        raise ValidationError(_("The deadline for an answer has passed."), code="too_late")
    offers.end(locked, State.ACCEPTED, at=at)
    moves.move([application], Status.ELIGIBLE, by=application.person, at=at, waitlist_place=None)


@transaction.atomic
def decline(made: PlaceOffer, *, at: datetime) -> None:
    """Leave the place to the next in line, and the cycle with it."""
    locked, application = _open(made)
    offers.end(locked, State.DECLINED, at=at)
    applications.withdraw(application, by=application.person, at=at)


def expire_offers(at: datetime) -> dict[str, int]:
    """End offers nobody answered in time; those people go to the end of the line and are told.

    Offers to people who are no longer waiting end without a word.
    """
    over = PlaceOffer.objects.filter(state=State.OPEN, answer_by__lte=at).order_by("pk")
    rows = over.select_related("application__role", "application__cycle", "application__person")
    return {"offers that ended": sum(_expire(made, at) for made in rows)}


@transaction.atomic
def _expire(made: PlaceOffer, at: datetime) -> bool:
    """Whether it was still to do. The line is locked before the offer, as in `accept`."""
    rows = _line(made.application.role)
    locked = PlaceOffer.objects.select_for_update().get(pk=made.pk)
    if locked.state != State.OPEN:
        return False
    offers.end(locked, State.EXPIRED, at=at)
    if made.application_id not in {row.pk for row in rows}:
        return False
    last = max(row.waitlist_place or 0 for row in rows)
    Application.objects.filter(pk=made.application_id).update(waitlist_place=last + 1)
    _tell("place_offer_expired", made, at=at)
    return True


def _line(role: Role) -> list[Application]:
    rows = Application.objects.filter(role=role, status=Status.WAITLISTED)
    locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    return sorted(locked, key=lambda row: (row.waitlist_place or len(locked) + 1, row.pk))


def _locked(application: Application) -> Application:
    rows = Application.objects.select_related("cycle", "role", "person")
    return rows.select_for_update(of=("self",)).get(pk=application.pk)


def _open(made: PlaceOffer) -> tuple[PlaceOffer, Application]:
    """The application is locked first, as everywhere, then the offer is read as it is now."""
    application = _locked(made.application)
    locked = PlaceOffer.objects.select_for_update().get(pk=made.pk)
    if locked.state != State.OPEN or application.status != Status.WAITLISTED:
        raise ValidationError(_("This offer is over."), code="wrong_status")
    return locked, application


def _not_waiting() -> ValidationError:
    return ValidationError(_("This person is not on the waiting list."), code="wrong_status")


def _tell(kind: str, made: PlaceOffer, *, at: datetime, send_after: datetime | None = None) -> None:
    application = made.application
    outbox.tell(
        application.person,
        kind,
        about=made,
        scope=application.cycle,
        at=at,
        send_after=send_after,
    )
