"""Sessions ahead: planned, moved, called off; and what all news about a session shares."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from notifications.actions import outbox
from notifications.models import Message
from pairs.models import MentoringSession, Pair
from pairs.models.session import LONGEST
from pairs.rules.sessions.series import FURTHEST
from people.models import User
from people.models.columns import known
from people.versions import Unchanged, as_it_is

_State = MentoringSession.State
_Kind = MentoringSession.Kind
# Mails that put a session into their reader's calendar.
INVITING = ("session_planned", "time_chosen", "session_moved")
_EARLY = timedelta(hours=1)  # so long before its time a planned session may be logged


@transaction.atomic
def note_not_held(session: MentoringSession, *, by: User, at: datetime) -> MentoringSession:
    """A planned session whose time has passed did not take place."""
    pair = locked(session.pair)
    session = planned(pair, session)
    planned_at = known(session.planned_at)
    if planned_at > at:
        raise ValidationError(_("This session is still ahead. Call it off instead."), code="future")
    session.state = _State.NOT_HELD
    session.held_on = planned_at.astimezone(pair.cycle.tzinfo).date()
    session.save(update_fields=["state", "held_on", *session.count_change(["state"])])
    forget(session)
    return session


@transaction.atomic
def plan(
    pair: Pair, *, by: User, at: datetime, planned_at: datetime, minutes: int, form_key: UUID
) -> MentoringSession:
    """Set the time of a coming session; the partner is told, each in their own zone."""
    pair = locked(pair)
    before = pair.sessions.filter(form_key=form_key).first()
    if before is not None:
        return before
    facts: dict[str, Any] = {"planned_at": planned_at, "minutes": minutes, "form_key": form_key}
    session = plan_new(pair, by=by, at=at, **facts)
    close_proposals(pair, at=at)
    tell(session, pair, pair.partner_of(by).person, "session_planned", at)
    return session


@transaction.atomic
def move(
    session: MentoringSession,
    *,
    by: User,
    at: datetime,
    planned_at: datetime,
    minutes: int,
    unchanged: Unchanged = as_it_is,
) -> MentoringSession:
    """Another time for a planned session."""
    pair = locked(session.pair)
    session = planned(pair, session)
    unchanged(session)
    check_ahead(pair, planned_at, at)
    if (session.planned_at, session.minutes) == (planned_at, minutes):
        return session
    check_free(pair, planned_at, minutes, but=[session.pk])
    put(session, planned_at=planned_at, minutes=minutes, by=by)
    _tell_of_one(session, pair, "session_moved", by, at)
    keep_calendar(session, pair, by, at)
    return session


@transaction.atomic
def cancel(session: MentoringSession, *, by: User, at: datetime) -> MentoringSession:
    """Call a planned session off; the partner is told."""
    pair = locked(session.pair)
    session = planned(pair, session)
    take_out(session, by=by)
    _tell_of_one(session, pair, "session_cancelled", by, at)
    keep_calendar(session, pair, by, at)
    return session


def locked(pair: Pair) -> Pair:
    """The lock that all writes about sessions of a pair wait for."""
    return Pair.objects.with_people().select_for_update(of=("self",)).get(pk=pair.pk)


def check_ahead(pair: Pair, planned_at: datetime, at: datetime) -> None:
    if pair.state != Pair.State.ACTIVE:
        raise ValidationError(_("Your time as a pair has ended."), code="pair_ended")
    if planned_at <= at:
        raise ValidationError(_("This moment has passed. Log the session instead."), code="past")
    if planned_at > at + FURTHEST:
        raise ValidationError(_("This is more than a year ahead."), code="too_far")


def check_free(
    pair: Pair, planned_at: datetime, minutes: int, *, but: Collection[int] = ()
) -> None:
    """The two are planned to talk once at a time, also when both plan at the same moment."""
    ends = planned_at + timedelta(minutes=minutes)
    near = pair.sessions.planned().filter(
        planned_at__lt=ends, planned_at__gt=planned_at - timedelta(minutes=LONGEST)
    )
    for other in near.exclude(pk__in=but):
        if other.planned_at + timedelta(minutes=other.minutes) > planned_at:
            message = _("You two have planned a session for %(moment)s already.")
            words = {"moment": date_format(localtime(other.planned_at), "D j F, H:i")}
            raise ValidationError(message, code="overlaps", params=words)


def plan_new(
    pair: Pair, *, planned_at: datetime, minutes: int, by: User, at: datetime, form_key: UUID
) -> MentoringSession:
    """A planned session at a time that is ahead and free. Nobody is told here."""
    check_ahead(pair, planned_at, at)
    check_free(pair, planned_at, minutes)
    session = new(pair, planned_at=planned_at, minutes=minutes, by=by, at=at, form_key=form_key)
    session.save()
    return session


def close_proposals(pair: Pair, *, at: datetime) -> bool:
    """The two know when they talk, or other times are proposed: open ones fall away. Whether a
    message about them was still waiting; it is not sent."""
    row = pair.time_proposals.open().first()
    if row is None:
        return False
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    return bool(outbox.take_back("times_proposed", about=row))


def new(
    pair: Pair, *, planned_at: datetime, minutes: int, by: User, at: datetime, form_key: UUID
) -> MentoringSession:
    """A planned session that is not saved yet."""
    session = MentoringSession(pair=pair, state=_State.PLANNED, planned_at=planned_at)
    session.minutes, session.logged_by, session.form_key = minutes, by, form_key
    session.kind = kind_on(pair, planned_at.astimezone(pair.cycle.tzinfo).date())
    session.created_at = at
    session.full_clean(exclude=["pair", "logged_by", "series"])
    return session


def put(session: MentoringSession, *, planned_at: datetime, minutes: int, by: User) -> None:
    """Write another time; what waits to be told to who moves it is not needed."""
    session.planned_at, session.minutes = planned_at, minutes
    day = planned_at.astimezone(session.pair.cycle.tzinfo).date()
    session.kind = kind_on(session.pair, day)
    counted = session.count_change(["planned_at"])
    session.save(update_fields=["planned_at", "minutes", "kind", *counted])
    forget(session, to=by)


def take_out(session: MentoringSession, *, by: User) -> None:
    session.state = _State.CANCELLED
    session.save(update_fields=["state", *session.count_change(["state"])])
    forget(session, to=by)


def kind_on(pair: Pair, day: date) -> str:
    return _Kind.COFFEE if day < pair.starts_on else _Kind.SESSION


def planned_for(pair: Pair, day: date, by: User, at: datetime) -> QuerySet[MentoringSession]:
    """What was planned for a day, as this person's calendar has it, and whose time has come."""
    begins = datetime.combine(day, datetime.min.time(), ZoneInfo(by.time_zone))
    ends = min(begins + timedelta(days=1), at + _EARLY)
    planned = pair.sessions.planned().filter(planned_at__gte=begins, planned_at__lt=ends)
    return planned.order_by("planned_at", "pk")


def call_off_quietly(planned: Iterable[MentoringSession]) -> None:
    """The talk took place and is logged: what was planned for it does not wait any longer."""
    for session in planned:
        session.state = _State.CANCELLED
        session.save(update_fields=["state", *session.count_change(["state"])])
        forget(session)


def again(at: datetime) -> str:
    """What makes the news of a repeated thing new."""
    return f"{at:%Y%m%dT%H%M%S%f}"


def still_planned(pair: Pair, planned: MentoringSession | None) -> MentoringSession | None:
    if planned is None:
        return None
    session = pair.sessions.filter(pk=planned.pk, state=_State.PLANNED).first()
    if session is not None:
        session.pair = pair
    return session


def planned(pair: Pair, session: MentoringSession) -> MentoringSession:
    session = pair.sessions.select_for_update(of=("self",)).get(pk=session.pk)
    session.pair = pair
    if session.state != _State.PLANNED:
        raise ValidationError(_("This session is not planned any more."), code="wrong_status")
    return session


def _tell_of_one(session: MentoringSession, pair: Pair, kind: str, by: User, at: datetime) -> None:
    """Unless the partner is about to read of its series, whose words are made when they are sent."""
    partner = pair.partner_of(by).person
    if session.series is None or not outbox.waits(
        "series_planned", about=session.series, to=partner
    ):
        tell(session, pair, partner, kind, at, again(at))


def forget(session: MentoringSession, *, to: User | None = None) -> None:
    """What waits to be told about the plan is not sent, to one of the two or to either."""
    for kind in INVITING:
        outbox.take_back(kind, about=session, to=to)


def keep_calendar(session: MentoringSession, pair: Pair, by: User, at: datetime) -> None:
    """A mail put the session into this person's calendar: what they change themselves has to follow
    there, too."""
    invited = Message.objects.about(session).filter(to=by, kind__in=INVITING)
    if invited.filter(status__in=[Message.Status.SENT, Message.Status.UNCERTAIN]).exists():
        tell(session, pair, by, "session_in_calendar", at, again(at))


def tell(
    session: MentoringSession, pair: Pair, to: User, kind: str, at: datetime, occasion: str = ""
) -> None:
    outbox.tell(to, kind, about=session, scope=pair.cycle, occasion=occasion, at=at)
