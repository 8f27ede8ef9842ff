"""Asking somebody to be one's mentor, and every way in which a request ends."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.actions import availability, locks
from directory.models import Availability, MentoringRequest, RequestEntry
from directory.models.request import MOST_ENTRIES, MOST_OPEN, TIME_TO_ANSWER
from directory.permissions import why_not_ask, why_not_together
from directory.queries import places
from directory.rules.dates import months_later
from notifications.actions import outbox
from notifications.keys import key_of
from pairs.actions import independent
from pairs.models import Pair
from people.models import User
from people.models.columns import known

_State, _Reason = MentoringRequest.State, MentoringRequest.Reason


@transaction.atomic
def ask(
    mentor: User,
    *,
    by: User,
    who_i_am: str,
    goal: str,
    why_you: str,
    months: int,
    takes_writing: bool,
    at: datetime,
) -> MentoringRequest:
    """Send a request to one mentor, who has ten days to answer."""
    people = locks.people(by, mentor)
    mentee, mentor = people[by.pk], people[mentor.pk]
    refusal = why_not_ask(mentee, mentor, at)
    if refusal is not None:
        raise refusal.as_error()
    used = set(mentee.requests_made.open().values_list("slot", flat=True))
    row = MentoringRequest(
        mentee=mentee,
        mentor=mentor,
        who_i_am=who_i_am,
        goal=goal,
        why_you=why_you,
        months=months,
        takes_writing=takes_writing,
        slot=next(slot for slot in range(1, MOST_OPEN + 1) if slot not in used),
        created_at=at,
        expires_at=at + TIME_TO_ANSWER,
    )
    row.full_clean(exclude=["mentee", "mentor"])
    row.save()
    outbox.tell(mentor, "mentoring_requested", about=row, at=at)
    return row


@transaction.atomic
def write(request: MentoringRequest, *, by: User, text: str, at: datetime) -> RequestEntry:
    """Add a few lines to an open request. A mentor who asks back gives both ten more days.

    The same lines sent once more by the same press are no second entry.
    """
    row = _locked(request, at)[0]
    last = row.entries.last()
    if last is not None and (last.author_id, last.text) == (by.pk, text):
        return last
    if row.entries.count() >= MOST_ENTRIES:
        words = _("You have written a lot here already. Time for an answer, or for a talk.")
        raise ValidationError(words, code="too_many")
    entry = RequestEntry.objects.create(request=row, author=by, text=text, created_at=at)
    kind = "mentoring_reply"
    if by.pk == row.mentor_id:
        kind = "mentoring_question"
        _reply(row, at)
        row.expires_at = at + TIME_TO_ANSWER
        row.save(update_fields=["expires_at"])
    outbox.tell(row.other(by), kind, about=row, occasion=key_of(entry), at=at)
    return entry


@transaction.atomic
def ask_back(
    request: MentoringRequest, *, by: User, text: str, stop: bool = False, at: datetime
) -> None:
    """The mentor asks something first; with `stop` this request stays open, and no other comes."""
    write(request, by=by, text=text, at=at)
    if stop:
        availability.pause(by, at=at, spare=request.pk)


@transaction.atomic
def accept(
    request: MentoringRequest, *, by: User, text: str = "", stop: bool = False, at: datetime
) -> Pair:
    """The two are a pair from now on; the mentee's other open requests end, their mentors are told.

    Of two mentors who accept one mentee at once, and of two requests for the last place, one wins.
    """
    row, *others = _locked(request, at, also=stop)
    _check_accept(row)
    first = timezone.localtime(at).date()
    offer = Availability.objects.filter(person=row.mentor).first()
    if offer is not None and offer.begins_later(first):
        first = known(offer.from_on)
    row.pair = independent.begin(
        row.mentor,
        row.mentee,
        starts_on=first,
        ends_on=months_later(first, row.months),
        by=by,
        at=at,
    )
    row.save(update_fields=["pair"])
    _answer(row, _State.ACCEPTED, by, text, at)
    outbox.tell(row.mentee, "mentoring_accepted", about=row, at=at)
    _close([one for one in others if one.mentee_id == row.mentee_id], _Reason.FOUND, at)
    if stop:
        availability.pause(row.mentor, at=at)
    return row.pair


@transaction.atomic
def decline(
    request: MentoringRequest,
    *,
    by: User,
    reason: str,
    suggestion: User | None = None,
    text: str = "",
    stop: bool = False,
    at: datetime,
) -> None:
    """No, for one of four reasons, and perhaps with the name of somebody who fits better."""
    row = _locked(request, at, also=stop)[0]
    if reason not in MentoringRequest.TO_CHOOSE:
        raise ValidationError(_("Choose a reason."), code="no_reason")
    if suggestion is not None and suggestion.pk in {row.mentee_id, row.mentor_id}:
        raise ValidationError(_("Name somebody else, or nobody."), code="own_suggestion")
    row.suggestion = suggestion
    row.save(update_fields=["suggestion"])
    _answer(row, _State.DECLINED, by, text, at, reason)
    outbox.tell(row.mentee, "mentoring_declined", about=row, at=at)
    if stop:
        availability.pause(row.mentor, at=at)


@transaction.atomic
def take_back(request: MentoringRequest, *, by: User, at: datetime) -> None:
    """The mentee does not ask any more; the mentor sees that, and no reason."""
    row = _locked(request, at)[0]
    locks.end(row, _State.TAKEN_BACK, at)
    outbox.tell(row.mentor, "mentoring_taken_back", about=row, at=at)


def expire_due(at: datetime) -> dict[str, int]:
    """End requests whose days are over and tell both; a mentor who never said a word owes it."""
    due = MentoringRequest.objects.open().filter(expires_at__lte=at).with_people()
    return {"requests expired": sum(_expire(row, at) for row in due.order_by("pk"))}


@transaction.atomic
def release(person: User, *, at: datetime) -> None:
    """Somebody left the organization: what they asked for ends, and those who were asked are told."""
    locks.people(person)
    both = locks.open_requests(Q(mentee=person) | Q(mentor=person))
    _close([row for row in both if row.mentee_id == person.pk], _Reason.LEFT, at)
    availability.pause(person, at=at, because=Availability.Because.LEFT)


def close_of(mentee: User, *, at: datetime) -> None:
    """The mentee, who is locked, has a mentor now: nobody else needs to answer."""
    _close(locks.open_requests(Q(mentee=mentee)), _Reason.FOUND, at)


@transaction.atomic
def close_all(*, at: datetime) -> int:
    """The directory is switched off: every open request ends, and both are told."""
    rows = locks.open_requests(Q())
    _close(rows, _Reason.SWITCHED_OFF, at)
    for row in rows:
        outbox.tell(row.mentee, "mentoring_closed", about=row, at=at)
    return len(rows)


@transaction.atomic
def _expire(request: MentoringRequest, at: datetime) -> bool:
    locks.people(request.mentee, request.mentor)
    rows = locks.open_requests(Q(pk=request.pk, expires_at__lte=at))
    for row in rows:
        locks.end(row, _State.EXPIRED, at)
        outbox.tell_many([row.mentee, row.mentor], "mentoring_expired", about=row, at=at)
        if row.first_reply_at is None:
            availability.note_unanswered(row.mentor, at=at)
    return bool(rows)


def _locked(
    request: MentoringRequest, at: datetime, *, also: bool = False
) -> list[MentoringRequest]:
    """The request first, then the mentee's other open ones, and with `also` the mentor's.

    Both people are locked, so whoever comes second finds it answered.
    """
    locks.people(request.mentee, request.mentor)
    which = Q(mentee=request.mentee) | (Q(mentor=request.mentor) if also else Q())
    rows = locks.open_requests(which)
    own = [row for row in rows if row.pk == request.pk and row.expires_at > at]
    if not own:
        raise ValidationError(_("This request has ended meanwhile."), code="wrong_status")
    return own + [row for row in rows if row.pk != request.pk]


def _check_accept(row: MentoringRequest) -> None:
    """What may have changed since it was sent."""
    refusal = why_not_together(row.mentee, row.mentor)
    if refusal is not None:
        raise refusal.as_error()
    offer = Availability.objects.filter(person=row.mentor).first()
    if offer is not None and not places.free(row.mentor, offer.places):
        words = _("All your places are taken. Add a place first, or decline kindly.")
        raise ValidationError(words, code="full")


def _answer(
    row: MentoringRequest, state: str, by: User, text: str, at: datetime, reason: str = ""
) -> None:
    _reply(row, at)
    if text:
        RequestEntry.objects.create(request=row, author=by, text=text, created_at=at)
    locks.end(row, state, at, reason)


def _reply(row: MentoringRequest, at: datetime) -> None:
    """The mentor's word: the first one says how fast they answer."""
    if row.first_reply_at is None:
        row.first_reply_at = at
        row.save(update_fields=["first_reply_at"])
    availability.sign_of_life(row.mentor)


def _close(rows: list[MentoringRequest], reason: str, at: datetime) -> None:
    """Open requests end without an answer, for a reason that is not the mentor's; they are told."""
    for row in rows:
        locks.end(row, _State.CLOSED, at, reason)
        outbox.tell(row.mentor, "mentoring_closed", about=row, at=at)
