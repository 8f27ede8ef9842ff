"""The life of a pair after publication: how it meets, and how it ends."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from pairing.models import Case, MentoringSession, Pair
from people.actions import audit
from people.models import User
from programs.models import Participation

_State = Pair.State
_Reason = Pair.EndReason


@transaction.atomic
def change_meeting(pair: Pair, *, minutes: int, video_link: str) -> Pair:
    """How the two usually meet: length of a session, and the link of their call."""
    locked = _locked(pair)
    locked.session_minutes, locked.video_link = minutes, video_link
    locked.full_clean(exclude=["cycle", "mentor", "mentee"], validate_constraints=False)
    locked.save(update_fields=["session_minutes", "video_link"])
    return locked


@transaction.atomic
def end(pair: Pair, *, reason: str, by: User | None, at: datetime) -> Pair:
    """End a pair, without anybody's fault; both are free for other partners from now on.

    Sessions and notes stay with the two. Planned sessions are off, open cases about the pair are
    closed. Whoever of the two did not end it is told, without the reason.
    """
    locked = _locked(pair)
    if locked.state != _State.ACTIVE:
        raise ValidationError(_("This pair has ended already."), code="wrong_status")
    if reason not in _Reason.values:
        raise ValidationError(_("Choose why."), code="unknown_reason")
    locked.state, locked.ended_at, locked.end_reason = _State.ENDED, at, reason
    locked.save(update_fields=["state", "ended_at", "end_reason"])
    planned = locked.sessions.filter(state=MentoringSession.State.PLANNED)
    planned.update(state=MentoringSession.State.CANCELLED)
    outcome = _("The pair ended.")
    locked.cases.filter(state=Case.State.OPEN).update(
        state=Case.State.CLOSED, closed_at=at, outcome=outcome
    )
    _tell(locked, by, at)
    scope = f"program:{locked.cycle.program_id}"
    audit.note("pair_ended", subject=locked.key, at=at, by=by, scope=scope)
    return locked


@transaction.atomic
def release(person: User, *, by: User | None, at: datetime) -> int:
    """Somebody left: all their pairs end and their participations with them; how many pairs."""
    pairs = list(Pair.objects.active().of(person))
    for pair in pairs:
        end(pair, reason=_Reason.LEFT, by=by, at=at)
    active = Participation.objects.filter(person=person, state=Participation.State.ACTIVE)
    active.update(state=Participation.State.LEFT, left_at=at)
    return len(pairs)


def _locked(pair: Pair) -> Pair:
    return Pair.objects.with_people().select_for_update(of=("self",)).get(pk=pair.pk)


def _tell(pair: Pair, by: User | None, at: datetime) -> None:
    for person in (pair.mentor.person, pair.mentee.person):
        if person != by and person.is_active:
            context = {"pair": pair.pk}
            scope = pair.cycle.key
            outbox.tell(person, "pair_ended", about=pair.key, at=at, scope=scope, context=context)
