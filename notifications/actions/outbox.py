"""Telling people things: rows first, mail later."""

from datetime import datetime

from django.db.models import Q

from notifications import kinds
from notifications.models import Message
from people.models import User

_UNSENT = [Message.Status.HELD, Message.Status.QUEUED]


def tell(
    to: User,
    kind: str,
    *,
    about: str,
    at: datetime,
    scope: str = "",
    context: dict | None = None,
    send_after: datetime | None = None,
) -> None:
    """Queue one piece of news for one person, in the caller's transaction.

    Telling the same kind about the same thing again changes nothing. A rightful repeat puts what
    makes it different into `about`, for example "application:12/move:40".
    """
    row = Message(to=to, kind=kind, about=about, scope=scope, context=context or {})
    row.created_at, row.send_after = at, send_after or at
    insert([row])


def insert(rows: list[Message]) -> None:
    """Queue many messages with one statement; news that somebody already has is left out."""
    for kind in {row.kind for row in rows}:
        kinds.get(kind)
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def insert_new(rows: list[Message]) -> int:
    """Queue what nobody was told yet; how many rows that were."""
    same = Message.objects.filter(
        kind__in={row.kind for row in rows}, about__in=[row.about for row in rows]
    )
    told = same.exclude(status=Message.Status.CANCELLED)
    known = set(told.values_list("kind", "to", "about"))
    new = [row for row in rows if (row.kind, row.to_id, row.about) not in known]
    insert(new)
    return len(new)


def take_back(kind: str, *, about: str, to: User | None = None, repeats: bool = False) -> int:
    """Cancel unsent news that is no longer true; how many rows. Sent mail stays sent.

    With `repeats` also what was told again about the same thing ("session:5/20210719T…").
    """
    same = Q(about=about)
    if repeats:
        same |= Q(about__startswith=f"{about}/")
    waiting = Message.objects.filter(same, kind=kind, status__in=_UNSENT)
    if to is not None:
        waiting = waiting.filter(to=to)
    return waiting.update(status=Message.Status.CANCELLED)
