"""Several sessions in one go, and what is done to one of them and those after it."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.actions import outbox
from pairs.actions.sessions import plans
from pairs.models import MentoringSession, Pair, SessionSeries
from pairs.rules.extending import last_day
from pairs.rules.sessions import series as rules
from pairs.rules.sessions.series import FEWEST, MOST
from people.models import User
from people.models.columns import known
from people.versions import Unchanged, as_it_is


@transaction.atomic
def plan(
    pair: Pair,
    *,
    by: User,
    at: datetime,
    planned_at: datetime,
    minutes: int,
    weeks: int,
    times: int,
    form_key: uuid.UUID,
) -> SessionSeries:
    """Plan sessions `weeks` apart, the first at `planned_at`; the partner gets one message of all.

    They keep their hour on the wall of whoever plans them. A session that is planned for one of
    these moments already becomes part of the series, and its own news is not sent any more; another
    one at that time refuses it whole.
    """
    pair = plans.locked(pair)
    known = pair.series.filter(form_key=form_key).first()
    if known is not None:
        return known
    if not FEWEST <= times <= MOST:
        words = {"least": FEWEST, "most": MOST}
        message = _("Plan %(least)s to %(most)s sessions in one go.")
        raise ValidationError(message, code="times", params=words)
    plans.check_ahead(pair, planned_at, at)
    moments = rules.moments(planned_at, by.time_zone, weeks=weeks, times=times)
    _check_until_the_end(pair, moments)
    series = SessionSeries.objects.create(
        pair=pair,
        planned_by=by,
        zone=by.time_zone,
        weeks=weeks,
        form_key=form_key,
        created_at=at,
    )
    for moment in moments:
        plans.check_ahead(pair, moment, at)
        same = pair.sessions.planned().filter(planned_at=moment).first()
        plans.check_free(pair, moment, minutes, but=[same.pk] if same else [])
        session = same or plans.new(
            pair, planned_at=moment, minutes=minutes, by=by, at=at, form_key=uuid.uuid4()
        )
        session.series = series
        session.save(update_fields=["series"] if same else None)
        if same:
            outbox.take_back("session_planned", about=same, to=pair.partner_of(by).person)
    plans.close_proposals(pair, at=at)
    _tell(series, pair, "series_planned", by, at)
    return series


@transaction.atomic
def move(
    session: MentoringSession,
    *,
    by: User,
    at: datetime,
    planned_at: datetime,
    minutes: int,
    unchanged: Unchanged = as_it_is,
) -> None:
    """Another time for a session of a series, and those after it as many days on, at its new hour."""
    pair = plans.locked(session.pair)
    session = plans.planned(pair, session)
    unchanged(session)
    before = known(session.planned_at)
    if (before, session.minutes) == (planned_at, minutes):
        return
    rows = list(_from_here_on(session))
    series = known(session.series)
    for row in rows:
        moment = planned_at
        if row.pk != session.pk:
            moment = rules.moved(
                known(row.planned_at), series.zone, before=before, after=planned_at
            )
        plans.check_ahead(pair, moment, at)
        plans.check_free(pair, moment, minutes, but=[one.pk for one in rows])
        row.pair = pair
        plans.put(row, planned_at=moment, minutes=minutes, by=by)
    _tell(series, pair, "series_moved", by, at, rows)


@transaction.atomic
def cancel(session: MentoringSession, *, by: User, at: datetime) -> None:
    """Call a session of a series off, and those after it."""
    pair = plans.locked(session.pair)
    session = plans.planned(pair, session)
    rows = list(_from_here_on(session))
    for row in rows:
        plans.take_out(row, by=by)
    _tell(known(session.series), pair, "series_cancelled", by, at, rows)


def _from_here_on(session: MentoringSession) -> QuerySet[MentoringSession]:
    if session.series is None:
        message = _("This is a single session, with no others after it.")
        raise ValidationError(message, code="no_series")
    rows = session.series.sessions.planned().select_for_update(of=("self",))
    later = rows.filter(planned_at__gte=session.planned_at).order_by("planned_at", "pk")
    return later.select_related("series")


def _check_until_the_end(pair: Pair, moments: list[datetime]) -> None:
    """Nobody plans past the pair's last day without noticing."""
    last = last_day(pair)
    if last is None:
        return
    fitting = sum(moment.astimezone(pair.cycle.tzinfo).date() <= last for moment in moments)
    if fitting < len(moments):
        message = ngettext(
            "Your time as a pair ends on %(day)s: %(n)s of these sessions fits before then.",
            "Your time as a pair ends on %(day)s: %(n)s of these sessions fit before then.",
            fitting,
        )
        words = {"day": date_format(last, "j F Y"), "n": fitting}
        raise ValidationError(message, code="after_the_end", params=words)


def _tell(
    series: SessionSeries,
    pair: Pair,
    kind: str,
    by: User,
    at: datetime,
    rows: list[MentoringSession] | None = None,
) -> None:
    """What happened to `rows`; of a new series its rows are read when the words are made."""
    outbox.tell(
        pair.partner_of(by).person,
        kind,
        about=series,
        scope=pair.cycle,
        occasion=plans.again(at) if rows else "",
        context={"sessions": [row.pk for row in rows]} if rows else {},
        at=at,
    )
