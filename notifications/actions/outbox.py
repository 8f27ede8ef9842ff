"""Telling people things: rows first, mail later. All of it in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from notifications import kinds
from notifications.keys import key_of
from notifications.kinds import Kind, News, Reminder
from notifications.models import Message, SkippedSending
from people.models import User

Status, Reason = Message.Status, Message.Reason
UNSENT = [Status.HELD, Status.QUEUED]


def tell(
    to: User | int | str,
    kind: str,
    *,
    about: Model,
    at: datetime,
    scope: Model | None = None,
    occasion: str = "",
    context: Mapping[str, Any] | None = None,
    send_after: datetime | None = None,
) -> None:
    """Queue one piece of news for one person: a user, a user's number, or a mail address.

    `scope` is the row whose organizers may read it, a cycle or a program. Telling the same kind
    about the same row again changes nothing; a rightful repeat names its `occasion`.
    """
    news = News(to, about, scope, occasion, context or {})
    tell_each(kind, [news], at=at, send_after=send_after)


def tell_many(
    people: Iterable[User | int | str],
    kind: str,
    *,
    about: Model,
    at: datetime,
    scope: Model | None = None,
    occasion: str = "",
    context: Mapping[str, Any] | None = None,
    send_after: datetime | None = None,
) -> int:
    """Queue the same news about one row for many people; for how many."""
    news = [News(to, about, scope, occasion, context or {}) for to in people]
    return tell_each(kind, news, at=at, send_after=send_after)


def tell_each(
    kind: str, news: Iterable[News], *, at: datetime, send_after: datetime | None = None
) -> int:
    """Queue news about a row of their own for each person, in a few statements; how many."""
    speaking = kinds.get(kind)
    rows = [_row(speaking, one, at, send_after) for one in news]
    if speaking.wait or len(speaking.speaks_with) > 1:
        rows = _after_second_thoughts(speaking, rows)
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


@transaction.atomic
def remind(kind: Reminder, at: datetime) -> dict[str, int]:
    """Queue what a reminder finds due, for those who were not reminded of it yet.

    What was found untrue or too late, or what an organizer took out, is not written anew; nor is
    what belongs to a sending that they leave out.
    """
    news = list(kind.due(at))
    written = Message.objects.filter(kind=kind.name, about__in={key_of(one.about) for one in news})
    anew = [Reason.TAKEN_BACK, Reason.NEWER, Reason.SKIPPED]
    told = written.exclude(status=Status.CANCELLED, reason__in=anew)
    known = set(told.values_list("to", "address", "about", "occasion"))
    skipped = set(SkippedSending.objects.filter(kind=kind.name).values_list("scope", "key"))
    fresh = [
        one
        for one in news
        if (*_recipient(one.to), key_of(one.about), one.occasion) not in known
        and (_scope_of(one), one.sending) not in skipped
    ]
    return {kind.counted_as: tell_each(kind.name, fresh, at=at)}


def take_back(kind: str, *, about: Model, to: User | None = None) -> int:
    """Cancel unsent news that is no longer true; how many rows. Sent mail stays sent."""
    waiting = Message.objects.filter(about=key_of(about), kind=kind, status__in=UNSENT)
    if to is not None:
        waiting = waiting.filter(to=to)
    return waiting.update(status=Status.CANCELLED, reason=Reason.TAKEN_BACK)


def waits(kind: str, *, about: Model, to: User) -> bool:
    """Whether this person is still to get such news; its words are made when it is sent."""
    waiting = Message.objects.filter(about=key_of(about), kind=kind, status__in=UNSENT)
    return waiting.filter(to=to).exists()


def _row(kind: Kind, news: News, at: datetime, send_after: datetime | None) -> Message:
    number, address = _recipient(news.to)
    return Message(
        to_id=number,
        address=address,
        kind=kind.name,
        about=key_of(news.about),
        occasion=news.occasion,
        scope=_scope_of(news),
        sending=news.sending,
        context=dict(news.context),
        created_at=at,
        send_after=send_after or at + kind.wait,
    )


def _scope_of(news: News) -> str:
    return key_of(news.scope) if news.scope else ""


def _recipient(to: User | int | str) -> tuple[int | None, str]:
    if isinstance(to, str):
        return None, to
    return (to if isinstance(to, int) else to.pk), ""


def _after_second_thoughts(kind: Kind, rows: list[Message]) -> list[Message]:
    """What is left to tell, now that older news about the same rows may still be waiting.

    It goes when the older would have gone, so that somebody who changes things all the time does
    not keep the other from hearing of it.
    """
    waiting = defaultdict(list)
    older = Message.objects.filter(
        kind__in=kind.speaks_with, about__in={row.about for row in rows}, status__in=UNSENT
    )
    for message in older.select_for_update().order_by("pk"):
        waiting[message.to_id, message.address, message.about].append(message)
    left, replaced = [], []
    for row in rows:
        mine = waiting[row.to_id, row.address, row.about]
        speaks_already = any(
            other.kind in kind.joins or (other.kind, other.occasion) == (kind.name, row.occasion)
            for other in mine
        )
        if speaks_already:
            continue
        replaced += [message.pk for message in mine]
        if not any(other.kind in kind.undoes for other in mine):
            row.send_after = min([row.send_after, *(other.send_after for other in mine)])
            left.append(row)
    Message.objects.filter(pk__in=replaced).update(status=Status.CANCELLED, reason=Reason.NEWER)
    return left
