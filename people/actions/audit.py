"""The trail of who did what, and who read what is most sensitive."""

from datetime import datetime

from people.models import AuditEntry, User


def note(
    action: str, *, subject: str, at: datetime, by: User | None = None, scope: str = ""
) -> AuditEntry:
    """Write one line in the caller's transaction. References only: never content, never a name.

    subject is "model:id"; scope is "program:id" for what that program's organizers may read.
    """
    return AuditEntry.objects.create(at=at, by=by, action=action, subject=subject, scope=scope)
