"""Planned sessions that neither of the two called off, and that will not be: what their calendars are
told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from notifications.actions import outbox
from notifications.keys import key_of
from notifications.kinds import News
from notifications.models import Message
from pairs.actions.sessions import plans
from pairs.models import MentoringSession

ALONE, TOGETHER = "session_in_calendar", "series_cancelled"
_IN_SERIES = ("series_planned", "series_moved")
_WENT = (Message.Status.SENT, Message.Status.UNCERTAIN)


def tell_calendars(sessions: Sequence[MentoringSession], *, why: str, at: datetime) -> None:
    """Whoever got one of these by mail gets the end of it by mail, while its time is still ahead.

    A session that was invited to by itself is cancelled by itself; the others of a series go in one
    file. The sessions are called off already, with their pair, its people and their series.
    `why` is what the words are chosen by: "ended" or "held".
    """
    ahead = [one for one in sessions if one.planned_at is not None and one.planned_at > at]
    alone = _invited(ahead, plans.INVITING)
    together = _invited([one.series for one in ahead if one.series], _IN_SERIES)
    singly, in_series = [], defaultdict(list)
    for session in ahead:
        for person in (one.person for one in session.pair.everybody):
            if (key_of(session), person.pk) in alone:
                context = {"why": why}
                singly.append(News(person, session, session.pair.cycle, plans.again(at), context))
            elif session.series and (key_of(session.series), person.pk) in together:
                in_series[session.series, person].append(session)
    outbox.tell_each(ALONE, singly, at=at)
    outbox.tell_each(
        TOGETHER,
        [
            News(person, series, rows[0].pair.cycle, plans.again(at), _of_series(rows, why))
            for (series, person), rows in in_series.items()
        ],
        at=at,
    )


def _of_series(rows: list[MentoringSession], why: str) -> dict:
    return {"sessions": [one.pk for one in rows], "why": why}


def _invited(rows: Iterable, kinds: Sequence[str]) -> set[tuple[str, int | None]]:
    """Which rows went out by mail to whom."""
    keys = {key_of(row) for row in rows}
    went = Message.objects.filter(about__in=keys, kind__in=kinds, status__in=_WENT)
    return set(went.values_list("about", "to"))
