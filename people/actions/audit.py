"""The trail of who did what, and who read what is most sensitive."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from people.models import AuditEntry, User


def note(
    action: str,
    row: Model | None = None,
    *,
    at: datetime,
    by: User | None = None,
    subject: str = "",
    scope: str = "",
) -> AuditEntry:
    """Write one line about a row, in the caller's transaction. References only: never content,
    never a name. `by` is None for the clock and for commands.

    scope is "program:id" for what that program's organizers may read.
    """
    subject = subject or subject_of(row)
    return AuditEntry.objects.create(at=at, by=by, action=action, subject=subject, scope=scope)


def note_each(
    action: str,
    rows: Iterable[Model],
    *,
    at: datetime,
    by: User | None = None,
    scope: str = "",
) -> None:
    """The same line about each of many rows, with one statement."""
    same = {"action": action, "at": at, "by": by, "scope": scope}
    AuditEntry.objects.bulk_create(
        [AuditEntry(subject=subject_of(row), **same) for row in rows], batch_size=1000
    )


def subject_of(row: Model) -> str:
    """How the trail names a row: "model:id"."""
    return f"{row._meta.model_name}:{row.pk}"
