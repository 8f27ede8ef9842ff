"""Reminders of applications that were begun and not sent."""

from datetime import datetime, timedelta

from django.db import transaction

from applications.models import Application
from notifications.actions import outbox
from notifications.models import Message
from programs.models import Call

# Days before the call closes; whoever comes late gets only the reminder that is still true.
REMINDERS = (3, 1)


@transaction.atomic
def remind_of_drafts(at: datetime) -> dict[str, int]:
    """Remind applicants whose draft is not sent, 3 days and 1 day before the call closes."""
    soon = Call.objects.filter(
        opens_at__lte=at, closes_at__gt=at, closes_at__lte=at + timedelta(days=max(REMINDERS))
    ).filter(cycle__archived_at__isnull=True, cycle__program__archived_at__isnull=True)
    rows = []
    for call in soon.select_related("cycle"):
        left = min(days for days in REMINDERS if call.closes_at <= at + timedelta(days=days))
        unsent = Application.objects.filter(
            role=call.role_id, status=Application.Status.DRAFT, person__is_active=True
        )
        rows += [
            Message(
                to_id=person,
                kind="application_draft",
                about=f"application:{pk}/days:{left}",
                scope=call.cycle.key,
                created_at=at,
                send_after=at,
            )
            for pk, person in unsent.values_list("pk", "person")
        ]
    return {"reminders of drafts": outbox.insert_new(rows)}
