"""Two people who work together already register themselves; both have to say so."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.actions import locks, requests
from directory.models import PairRegistration
from directory.models.registration import TIME_TO_CONFIRM
from directory.permissions import why_no_other_mentor, why_not_together
from directory.rules.dates import months_later
from notifications.actions import outbox
from pairs.actions import independent
from pairs.models import Pair
from people.models import User

_State = PairRegistration.State
MOST_MONTHS_TOGETHER = 60


@transaction.atomic
def register(
    other: User, *, by: User, other_mentors: bool, ends_on: date, at: datetime
) -> PairRegistration:
    """Say that one works with somebody. `other_mentors`: of the two it is the other who mentors."""
    people = locks.people(by, other)
    by, other = people[by.pk], people[other.pk]
    refusal = why_not_together(by, other)
    mentor, mentee = (other, by) if other_mentors else (by, other)
    if refusal is None and mentee.pk == by.pk:
        refusal = why_no_other_mentor(by)
    if refusal is not None:
        raise refusal.as_error()
    if ends_on <= timezone.localtime(at).date():
        raise ValidationError(_("Choose a future date."), code="past")
    if ends_on > months_later(timezone.localtime(at).date(), MOST_MONTHS_TOGETHER):
        raise ValidationError(_("Choose a day within the next five years."), code="far")
    both = Q(mentor=by, mentee=other) | Q(mentor=other, mentee=by)
    if PairRegistration.objects.open().filter(both).exists():
        words = _("One of you has already registered this pair. It is waiting to be confirmed.")
        raise ValidationError(words, code="again")
    row = PairRegistration.objects.create(
        mentor=mentor, mentee=mentee, asked_by=by, ends_on=ends_on, created_at=at
    )
    outbox.tell(other, "pair_registered", about=row, at=at)
    return row


@transaction.atomic
def confirm(registration: PairRegistration, *, by: User, at: datetime) -> Pair:
    """The other says yes: from now on the two have a pair page. What the mentee has asked of others
    ends, as it does once somebody accepts."""
    row = _locked(registration)
    if by.pk != row.asked.pk:
        raise ValidationError(_("The other person has to confirm it."), code="own")
    refusal = why_not_together(row.mentee, row.mentor)
    if refusal is None and by.pk == row.mentee_id:
        refusal = why_no_other_mentor(row.mentee)
    if refusal is not None:
        raise refusal.as_error()
    today = timezone.localtime(at).date()
    if row.ends_on <= today:
        raise ValidationError(_("The last day you planned is over."), code="past")
    row.pair = independent.begin(
        row.mentor, row.mentee, starts_on=today, ends_on=row.ends_on, by=by, at=at
    )
    _end(row, _State.CONFIRMED, at)
    requests.close_of(row.mentee, at=at)
    outbox.tell(row.asked_by, "pair_confirmed", about=row, at=at)
    return row.pair


@transaction.atomic
def decline(registration: PairRegistration, *, by: User, at: datetime) -> None:
    row = _locked(registration)
    if by.pk != row.asked.pk:
        raise ValidationError(_("The other person has to answer it."), code="own")
    _end(row, _State.DECLINED, at)
    outbox.tell(row.asked_by, "pair_not_confirmed", about=row, at=at)


@transaction.atomic
def take_back(registration: PairRegistration, *, by: User, at: datetime) -> None:
    row = _locked(registration)
    if by.pk != row.asked_by_id:
        raise ValidationError(
            _("Only the person who registered the pair can take it back."), code="own"
        )
    _end(row, _State.TAKEN_BACK, at)
    outbox.take_back("pair_registered", about=row)


def expire_due(at: datetime) -> dict[str, int]:
    """After a month without a word nothing waits any more; nobody is told of it."""
    old = PairRegistration.objects.open().filter(created_at__lte=at - TIME_TO_CONFIRM)
    return {"registrations expired": _end_all(old, at)}


def release(person: User, *, at: datetime) -> None:
    """Somebody left the organization: nobody can confirm these any more."""
    _end_all(PairRegistration.objects.open().of(person), at)


def _end_all(rows: QuerySet[PairRegistration], at: datetime) -> int:
    return rows.update(state=_State.EXPIRED, ended_at=at)


def _locked(registration: PairRegistration) -> PairRegistration:
    locks.people(registration.mentee, registration.mentor)
    rows = PairRegistration.objects.with_people().select_for_update(of=("self",))
    row = rows.get(pk=registration.pk)
    if not row.is_open:
        raise ValidationError(_("This has been answered already."), code="wrong_status")
    return row


def _end(row: PairRegistration, state: str, at: datetime) -> None:
    row.state, row.ended_at = state, at
    row.save(update_fields=["state", "ended_at", "pair"])
