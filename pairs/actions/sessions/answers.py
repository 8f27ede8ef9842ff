"""Answers to "did you meet?", about one fortnight of a pair."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairs.actions.sessions import logs, plans
from pairs.models import MentoringSession, Pair
from pairs.queries import answers
from pairs.rules.windows import Window
from people.models import User

_State = MentoringSession.State
_Form = MentoringSession.Form


class Answer(models.TextChoices):
    MET = "met", gettext_lazy("Yes, we met")
    WRITING = "writing", gettext_lazy("Yes, in writing")
    NOT_YET = "not_yet", gettext_lazy("Not yet")
    SKIPPED = "skipped", gettext_lazy("We agreed to skip it")


@transaction.atomic
def give(
    pair: Pair, window: Window, answer: Answer, *, by: User, at: datetime, form_key: UUID
) -> MentoringSession:
    """Record one answer. A session that is known already outweighs it and stays as it is.

    "Yes" logs a session with what is known: the time that was planned, else today and the pair's
    usual length; the partner is asked to confirm it. "Not yet" and "skipped" take the place of an
    earlier word of either. The same form sent twice answers once.
    """
    pair = plans.locked(pair)
    _check(pair, window, by, at)
    known = answers.recorded(pair, window)
    if known is not None and known.counts:
        return known
    if same := pair.sessions.filter(form_key=form_key).first():
        return same
    _cancel_words(pair, window)
    if answer in {Answer.MET, Answer.WRITING}:
        return _log(pair, window, answer, by=by, at=at, form_key=form_key)
    is_skipped = answer == Answer.SKIPPED
    return pair.sessions.create(
        state=_State.SKIPPED if is_skipped else _State.NOT_HELD,
        held_on=window.last if is_skipped else min(_day(at, by), window.last),
        logged_by=by,
        created_at=at,
        minutes=pair.session_minutes,
        form_key=form_key,
    )


@transaction.atomic
def take_back(pair: Pair, window: Window, *, by: User, at: datetime) -> None:
    """The answer was wrong: one's own session is removed, a word of either no longer holds."""
    pair = plans.locked(pair)
    _check(pair, window, by, at)
    known = answers.recorded(pair, window)
    if known is not None and known.counts:
        logs.remove(known, by=by, at=at)
    else:
        _cancel_words(pair, window)


def _check(pair: Pair, window: Window, by: User, at: datetime) -> None:
    if pair.state != Pair.State.ACTIVE:
        raise ValidationError(_("Your time as a pair has ended."), code="pair_ended")
    if window.first > _day(at, by):
        raise ValidationError(_("These days are still ahead."), code="future")


def _log(
    pair: Pair, window: Window, answer: Answer, *, by: User, at: datetime, form_key: UUID
) -> MentoringSession:
    day, minutes = min(_day(at, by), window.last), pair.session_minutes
    planned = None
    if answer == Answer.MET and (planned := _planned_in(pair, window, by, at)):
        day, minutes = _day(planned.planned_at or at, by), planned.minutes
    form = _Form.LIVE if answer == Answer.MET else _Form.ASYNC
    said = logs.Log(held_on=day, minutes=minutes, form=form, same_talk=logs.SameTalk.ANOTHER)
    return logs.log(pair, said, by=by, at=at, form_key=form_key, planned=planned)


def _planned_in(pair: Pair, window: Window, by: User, at: datetime) -> MentoringSession | None:
    """The latest plan of these days whose time has come."""
    due = pair.sessions.planned().filter(planned_at__lte=at).order_by("-planned_at")
    return next((one for one in due if window.holds(_day(one.planned_at or at, by))), None)


def _cancel_words(pair: Pair, window: Window) -> None:
    answers.words_of(pair, window).update(state=_State.CANCELLED)


def _day(moment: datetime, person: User) -> date:
    return moment.astimezone(ZoneInfo(person.time_zone)).date()
