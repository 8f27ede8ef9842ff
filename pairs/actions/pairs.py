"""The life of a pair after publication: how it meets, and how it ends."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from applications.actions import moves
from applications.models import Application, Participation
from notifications.actions import outbox
from pairs.actions.sessions import taking_out
from pairs.models import Case, MentoringSession, Pair, PairMember
from pairs.models.pair import PairQuerySet, with_pair
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle

_State = Pair.State
_Reason = Pair.EndReason
_Status = Application.Status


@transaction.atomic
def change_meeting(pair: Pair, *, video_link: str, unchanged: Unchanged = as_it_is) -> Pair:
    """Where the two meet: the link of their call. What needs both is an `Agreement`."""
    locked = _locked(pair)
    unchanged(locked)
    locked.video_link = video_link
    locked.full_clean(exclude=["cycle"], validate_constraints=False)
    locked.save(update_fields=["video_link"])
    locked.sessions.planned().update(revision=F("revision") + 1)  # calendars show the link
    return locked


@transaction.atomic
def end(
    pair: Pair,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    leaver: Participation | None = None,
) -> Pair:
    """End a pair, without anybody's fault; whoever is not the `leaver` is free for another partner.

    Sessions and notes stay with the two. Planned sessions are off, open cases about the pair are
    closed. Whoever of the two did not end it is told, without the reason. The applications say
    from now on where the two stand: unpaired, or left for somebody who wants no other partner. A
    pair that had what it came for leaves them as they are.
    """
    locked = _locked(pair)
    close([locked], reason=reason, by=by, at=at)
    if not locked.is_fulfilled:
        for one in locked.everybody:
            _free(one, is_out=leaver is not None and leaver.pk == one.pk, by=by, at=at)
    _tell(locked, by, at)
    return locked


def close(locked: Sequence[Pair], *, reason: str, by: User | None, at: datetime) -> None:
    """What every end of a pair does, whoever ends it: state, members, sessions, cases and the audit
    trail.

    The pairs are of one cycle and locked. Who is told, and where the applications stand, is the
    caller's.
    """
    if reason not in _Reason.values:
        raise ValidationError(_("Choose why."), code="unknown_reason")
    if any(pair.state != _State.ACTIVE for pair in locked):
        raise ValidationError(_("This pair has ended already."), code="wrong_status")
    if not locked:
        return
    for pair in locked:
        pair.state, pair.ended_at, pair.end_reason = _State.ENDED, at, reason
    Pair.objects.bulk_update(locked, ["state", "ended_at", "end_reason"], batch_size=500)
    PairMember.objects.at_work().filter(pair__in=locked).update(left_at=at)
    _call_off_planned(locked, at)
    Case.objects.filter(pair__in=locked, state=Case.State.OPEN).update(
        state=Case.State.CLOSED, closed_at=at, outcome=_("The pair ended.")
    )
    audit.note_each("pair_ended", locked, by=by, at=at)


def _call_off_planned(locked: Sequence[Pair], at: datetime) -> None:
    rows = MentoringSession.objects.planned().filter(pair__in=locked)
    planned = list(with_pair(rows.select_related("series")))
    rows.update(state=MentoringSession.State.CANCELLED, revision=F("revision") + 1)
    taking_out.tell_calendars(planned, why="ended", at=at)


@transaction.atomic
def leave(participation: Participation, *, by: User | None, at: datetime) -> int:
    """Somebody takes no further part in a cycle: their pairs in this role end; how many."""
    pairs = list(_active_of(participation))
    for pair in pairs:
        end(pair, reason=_Reason.LEFT, by=by, at=at, leaver=participation)
    _go(participation, by=by, at=at)
    return len(pairs)


def move_along(cycle: Cycle, first: date | None, last: date | None) -> None:
    """The cycle has other days now. Pairs that began or end with it move along; days that a pair
    has of its own, and pairs that have ended, stay."""
    active = Pair.objects.active().filter(cycle=cycle)
    active.filter(starts_on=first).update(starts_on=cycle.starts_on)
    active.filter(ends_on=last).update(ends_on=cycle.ends_on)


@transaction.atomic
def release(person: User, *, by: User | None, at: datetime) -> int:
    """Somebody left the organization: they leave every cycle they take part in; how many pairs."""
    active = Participation.objects.filter(person=person, state=Participation.State.ACTIVE)
    ended = [leave(row, by=by, at=at) for row in active.select_related("application")]
    waiting = person.applications.filter(status__in=[_Status.UNPAIRED, _Status.MENTOR_ONLY])
    for application in waiting:
        move(application, _Status.LEFT, by=by, at=at)
    return sum(ended)


def move(application: Application, status: str, *, by: User | None, at: datetime) -> None:
    """Say where an application stands now that everybody was told; those out of it stay out."""
    moves.move([application], status, by=by, at=at, leave_out=True, told_at=at)


def _free(one: Participation, *, is_out: bool, by: User | None, at: datetime) -> None:
    """The pair has just ended. Somebody with other pairs keeps those, and is in."""
    others = _active_of(one).count()
    if is_out and not others:
        _go(one, by=by, at=at)
    elif one.application is not None and not others:
        move(one.application, _Status.UNPAIRED, by=by, at=at)
    elif one.application is not None and is_out:
        Application.objects.filter(pk=one.application.pk).update(capacity=others)


def _go(one: Participation, *, by: User | None, at: datetime) -> None:
    Participation.objects.filter(pk=one.pk, state=Participation.State.ACTIVE).update(
        state=Participation.State.LEFT, left_at=at
    )
    if one.application is not None:
        move(one.application, _Status.LEFT, by=by, at=at)


def _active_of(one: Participation) -> PairQuerySet:
    return Pair.objects.active().with_member(participation=one)


def lock_active(pair: Pair) -> Pair:
    """For what only two who work together can do. ValidationError once they have ended."""
    locked = _locked(pair)
    if locked.state != _State.ACTIVE:
        raise ValidationError(_("This pair has ended."), code="wrong_status")
    return locked


def _locked(pair: Pair) -> Pair:
    return Pair.objects.with_people().select_for_update(of=("self",)).get(pk=pair.pk)


def _tell(pair: Pair, by: User | None, at: datetime) -> None:
    for person in (one.person for one in pair.everybody):
        if person != by and person.is_active:
            outbox.tell(person, "pair_ended", about=pair, scope=pair.cycle, at=at)
