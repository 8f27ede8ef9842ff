"""Sessions of a pair: planned, logged, confirmed. Either of the two logs, the other one confirms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.actions import outbox
from pairs.actions import cases
from pairs.actions.agenda import points
from pairs.actions.sessions import meetings, notes, plans, taking_out
from pairs.models import AgendaItem, Goal, MentoringSession, Pair, SessionPoint
from pairs.models.session import OWN_FOR
from pairs.queries.sessions.goals import goals_of
from people.models import User
from people.models.columns import known
from people.versions import Unchanged, as_it_is

_State = MentoringSession.State
_Form = MentoringSession.Form
_Confirmation = MentoringSession.Confirmation


_WRITTEN = (
    *("state", "kind", "held_on", "minutes", "form", "logged_by", "form_key", "created_at"),
    *("confirmation", "confirmed_at"),
)


class SameTalk(models.TextChoices):
    """What somebody says when the partner has noted a talk of these days otherwise."""

    THEIRS = "theirs", gettext_lazy("Yes, and it was as my partner logged it")
    MINE = "mine", gettext_lazy("Yes, but it was as I log it: my partner confirms it")
    ANOTHER = "another", gettext_lazy("No, this was another talk")


@dataclass(frozen=True)
class Log:
    """What somebody says about a session that took place."""

    held_on: date
    minutes: int = 30
    form: str = _Form.LIVE
    shared_note: str = ""
    private_note: str = ""
    talked_about: Collection[AgendaItem] = ()
    goals: Collection[Goal] = ()
    same_talk: str = ""


@transaction.atomic
def log(
    pair: Pair,
    said: Log,
    *,
    by: User,
    at: datetime,
    form_key: UUID,
    planned: MentoringSession | None = None,
) -> MentoringSession:
    """Write down a session that took place; the partner is asked to confirm it.

    The same form sent twice logs once. When the partner logged the same talk already, this confirms
    theirs and adds the notes, instead of counting one talk twice; when theirs has another length,
    form or day, `same_talk` has to say which holds. A talk before the pair's start is a coffee chat
    and never counts. `planned`, else what was planned for that day, becomes the held session.
    """
    pair = plans.locked(pair)
    before = pair.sessions.filter(form_key=form_key).exclude(state=_State.PLANNED).first()
    if before is not None:
        return before
    _check_day(pair, said.held_on, by, at)
    session = _partners_log(pair, said, by)
    if session is not None and said.same_talk != SameTalk.MINE:
        _confirm(session, at)
    else:
        is_again = session is not None
        due = (
            plans.still_planned(pair, planned)
            or plans.planned_for(pair, said.held_on, by, at).first()
        )
        session = session or due or MentoringSession(pair=pair)
        session.pair = pair
        _write(session, said, by=by, at=at, form_key=form_key)
        _ask_to_confirm(session, pair, by, at, again=plans.again(at) if is_again else "")
    _call_off_planned(pair, session, by, at)
    meetings.take_over(pair, session, by=by, at=at)
    notes.add(session, by=by, at=at, shared=said.shared_note, private=said.private_note)
    _take_agenda(pair, session, said.talked_about, at)
    session.goals.add(*said.goals)
    if session.counts:
        cases.close_met(pair, known(session.held_on), at=at)
    return session


def _call_off_planned(pair: Pair, held: MentoringSession, by: User, at: datetime) -> None:
    """The talk took place: what else was planned for its day does not wait any longer."""
    rows = plans.planned_for(pair, known(held.held_on), by, at)
    planned = list(rows.select_related("series"))
    for one in planned:
        one.pair = pair
    plans.call_off_quietly(planned)
    taking_out.tell_calendars(planned, why="held", at=at)


@transaction.atomic
def change(
    session: MentoringSession, *, by: User, at: datetime, held_on: date, minutes: int, form: str
) -> MentoringSession:
    """Correct one's own session within 7 days. What the partner confirmed is asked again."""
    pair = plans.locked(session.pair)
    session = _own(pair, session, by, at)
    _check_day(pair, held_on, by, at)
    if (session.held_on, session.minutes, session.form) == (held_on, minutes, form):
        return session
    said = Log(held_on=held_on, minutes=minutes, form=form)
    _write(session, said, by=by, at=session.created_at, form_key=session.form_key)
    _ask_to_confirm(session, pair, by, at, again=plans.again(at))
    return session


@transaction.atomic
def remove(session: MentoringSession, *, by: User, at: datetime) -> None:
    """Take back one's own session within 7 days; `restore` brings it back.

    What the partner shared about it is not theirs to lose, so it holds the session. A private note
    of the partner does nothing that could be noticed: it stays with its writer.
    """
    pair = plans.locked(session.pair)
    session = _own(pair, session, by, at)
    if session.notes.filter(is_shared=True).exclude(author=by).exists():
        message = _("Your partner has shared a note on this session. Correct it instead.")
        raise ValidationError(message, code="partner_notes")
    outbox.take_back("session_logged", about=session)
    points.give_back(session)
    session.state = _State.REMOVED
    session.save(update_fields=["state"])


@transaction.atomic
def restore(session: MentoringSession, *, by: User, at: datetime) -> MentoringSession:
    """Bring back what was called off, said not to have taken place, or removed by oneself."""
    pair = plans.locked(session.pair)
    session = pair.sessions.select_for_update(of=("self",)).get(pk=session.pk)
    session.pair = pair
    if not session.can_be_restored(pair, by.pk, at):
        raise ValidationError(_("This can no longer be restored."), code="wrong_status")
    if session.state == _State.REMOVED:
        session.state, session.confirmation = _State.HELD, _Confirmation.OPEN
        session.confirmed_at = None
        session.save(update_fields=["state", "confirmation", "confirmed_at"])
        _ask_to_confirm(session, pair, by, at, again=plans.again(at))
        return session
    was_told = session.state == _State.CANCELLED and not outbox.take_back(
        "session_cancelled", about=session
    )
    session.state, session.held_on = _State.PLANNED, None
    plans.check_free(pair, known(session.planned_at), session.minutes, but=[session.pk])
    session.save(update_fields=["state", "held_on", *session.count_change(["state"])])
    if was_told:
        plans.tell(
            session, pair, pair.partner_of(by).person, "session_planned", at, plans.again(at)
        )
        plans.keep_calendar(session, pair, by, at)
    return session


@transaction.atomic
def confirm(
    session: MentoringSession, *, by: User, at: datetime, unchanged: Unchanged = as_it_is
) -> MentoringSession:
    """The partner says that it took place, also after having denied it by mistake."""
    session = _to_answer(session, by, {_Confirmation.OPEN, _Confirmation.DENIED}, unchanged)
    _confirm(session, at)
    return session


@transaction.atomic
def deny(
    session: MentoringSession, *, by: User, at: datetime, unchanged: Unchanged = as_it_is
) -> MentoringSession:
    """The partner says that it did not take place: it no longer counts, and who logged it is told."""
    session = _to_answer(session, by, {_Confirmation.OPEN}, unchanged)
    session.confirmation, session.confirmed_at = _Confirmation.DENIED, at
    session.save(update_fields=["confirmation", "confirmed_at"])
    outbox.take_back("session_logged", about=session)
    points.give_back(session)
    if session.logged_by is not None:
        to, occasion = session.logged_by, plans.again(at)
        plans.tell(session, session.pair, to, "session_denied", at, occasion)
    return session


@transaction.atomic
def point_at(session: MentoringSession, goals: Collection[Goal], *, by: User) -> None:
    """Say which goals a session was about, instead of what was said before. Goals that this person
    does not see any more keep what they have."""
    pair = plans.locked(session.pair)
    session.goals.remove(*goals_of(pair, by))
    session.goals.add(*goals)


def _today(person: User, at: datetime) -> date:
    return at.astimezone(ZoneInfo(person.time_zone)).date()


def _check_day(pair: Pair, day: date, by: User, at: datetime) -> None:
    if day > _today(by, at):
        message = _("This day is still ahead. Plan the session instead, and log it afterwards.")
        raise ValidationError(message, code="future")
    if day < min(pair.starts_on, pair.created_at.astimezone(pair.cycle.tzinfo).date()):
        raise ValidationError(_("You two were not a pair yet on this day."), code="before_start")
    if pair.ended_at is not None and day > pair.ended_at.astimezone(pair.cycle.tzinfo).date():
        raise ValidationError(_("Your time as a pair had ended by then."), code="pair_ended")


def _partners_log(pair: Pair, said: Log, by: User) -> MentoringSession | None:
    """What the partner has logged of the same talk, once it is clear that it is the same.

    Two people far apart may have it on two dates: theirs of the day before or after is asked about.
    """
    if said.same_talk == SameTalk.ANOTHER:
        return None
    days = [said.held_on]
    if len({one.person.time_zone for one in pair.everybody}) > 1:
        days += [said.held_on - timedelta(days=1), said.held_on + timedelta(days=1)]
    waiting = pair.sessions.filter(
        state=_State.HELD,
        held_on__in=days,
        confirmation=_Confirmation.OPEN,
        logged_by__isnull=False,
    ).exclude(logged_by=by)
    theirs = min(waiting, key=lambda one: days.index(known(one.held_on)), default=None)
    if theirs is None:
        return None
    is_equal = (theirs.held_on, theirs.minutes, theirs.form) == (
        said.held_on,
        said.minutes,
        said.form,
    )
    if not is_equal and not said.same_talk:
        raise ValidationError(
            _("%(partner)s has logged a talk on %(day)s: %(n)s minutes, %(form)s."),
            code="differs",
            params={
                "partner": pair.partner_of(by).person.get_short_name(),
                "day": date_format(known(theirs.held_on), "l, j F"),
                "n": theirs.minutes,
                "form": theirs.get_form_display().lower(),
            },
        )
    return theirs


def _write(session: MentoringSession, said: Log, *, by: User, at: datetime, form_key: UUID) -> None:
    session.state, session.kind = _State.HELD, plans.kind_on(session.pair, said.held_on)
    session.held_on, session.minutes, session.form = said.held_on, said.minutes, said.form
    session.logged_by, session.form_key, session.created_at = by, form_key, at
    session.confirmation, session.confirmed_at = _Confirmation.OPEN, None
    session.full_clean(exclude=["pair", "logged_by"])
    session.save(update_fields=_WRITTEN if session.pk else None)


def _confirm(session: MentoringSession, at: datetime) -> None:
    session.confirmation, session.confirmed_at = _Confirmation.CONFIRMED, at
    session.save(update_fields=["confirmation", "confirmed_at"])
    for kind in ("session_logged", "session_denied"):
        outbox.take_back(kind, about=session)


def _to_answer(
    session: MentoringSession, by: User, allowed: set[str], unchanged: Unchanged
) -> MentoringSession:
    pair = plans.locked(session.pair)
    session = MentoringSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    session.pair = pair
    if session.logged_by_id == by.pk:
        raise ValidationError(_("Your partner confirms this one."), code="own")
    if session.state != _State.HELD or session.confirmation not in allowed:
        raise ValidationError(_("This has been answered already."), code="wrong_status")
    unchanged(session)
    return session


def _own(pair: Pair, session: MentoringSession, by: User, at: datetime) -> MentoringSession:
    session = pair.sessions.select_for_update(of=("self",)).get(pk=session.pk)
    session.pair = pair
    if session.logged_by_id != by.pk:
        message = _("Only the person who logged a session changes it.")
        raise ValidationError(message, code="not_own")
    if session.state != _State.HELD:
        raise ValidationError(_("This session was not held."), code="wrong_status")
    if at - session.created_at > OWN_FOR:
        message = _("A session can be changed for 7 days after it was logged.")
        raise ValidationError(message, code="too_late")
    return session


def _take_agenda(
    pair: Pair, session: MentoringSession, items: Collection[AgendaItem], at: datetime
) -> None:
    """Points talked about are done; points ticked since the last session belong to this one."""
    chosen = pair.agenda.open().filter(pk__in=[item.pk for item in items])
    chosen.update(done_at=at)
    talked_about = pair.agenda.filter(done_at__isnull=False, done_in__isnull=True)
    points = [SessionPoint(session=session, item=item, text=item.text) for item in talked_about]
    SessionPoint.objects.bulk_create(points, ignore_conflicts=True)
    talked_about.update(done_in=session)


def _ask_to_confirm(
    session: MentoringSession, pair: Pair, by: User, at: datetime, again: str = ""
) -> None:
    if pair.state == Pair.State.ACTIVE:
        plans.tell(session, pair, pair.partner_of(by).person, "session_logged", at, again)
