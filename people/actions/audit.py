"""The trail of who did what, and who read what is most sensitive."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from people.models import AuditEntry, User

BATCH = 1000


def note(
    action: str,
    row: Model | str,
    *,
    by: User | None,
    at: datetime,
    scope: str | None = None,
) -> None:
    """Write one line about a row, in the caller's transaction. References only: never content,
    never a name. `by` is None for the clock and for commands.

    Which organizers may read it is the row's own `audit_scope` ("program:7"), if it has one; an
    empty `scope` keeps the line from all of them.
    """
    note_each(action, [row], by=by, at=at, scope=scope)


def note_each(
    action: str,
    rows: Iterable[Model | str],
    *,
    by: User | None,
    at: datetime,
    scope: str | None = None,
) -> None:
    """The same line about each of many rows, with one statement."""
    lines = [
        AuditEntry(
            action=action,
            subject=_subject(row),
            scope=getattr(row, "audit_scope", "") if scope is None else scope,
            by=by,
            at=at,
        )
        for row in rows
    ]
    AuditEntry.objects.bulk_create(lines, batch_size=BATCH)


def note_reading(action: str, row: Model, *, by: User, at: datetime) -> None:
    """Somebody reads a row again and again: one line a day, by their own calendar, says it all and
    keeps the trail readable."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = AuditEntry.objects.filter(subject=_subject(row), at__gte=midnight)
    if not today.filter(action=action, by=by).exists():
        note(action, row, by=by, at=at)


def _subject(row: Model | str) -> str:
    return row if isinstance(row, str) else f"{row._meta.model_name}:{row.pk}"
