"""What applicants are told about a form they began and did not send."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.news.applications import AboutApplication, closing
from notifications.kinds import News, Reminder
from notifications.models import Message
from programs.models import Call
from programs.queries.calls import call_at, open_call

Status = Application.Status


class DraftReminder(AboutApplication, Reminder):
    """3 days and 1 day before the call closes; late begun, only the reminder that is still true."""

    name = "application_draft"
    label = _("Reminder: a draft is not sent yet")
    counted_as = "reminders of drafts"

    DAYS_LEFT = (3, 1)

    def due(self, at: datetime) -> Iterator[News]:
        soon = Call.objects.filter(
            opens_at__lte=at,
            closes_at__gt=at,
            closes_at__lte=at + timedelta(days=max(self.DAYS_LEFT)),
            cycle__archived_at__isnull=True,
            cycle__program__archived_at__isnull=True,
        )
        for call in soon.select_related("cycle"):
            ends_at = call.closes_at or at
            left = min(n for n in self.DAYS_LEFT if ends_at <= at + timedelta(days=n))
            drafts = Application.objects.filter(role=call.role_id, status=Status.DRAFT)
            for draft in drafts.filter(person__is_active=True).only("pk", "person"):
                yield News(draft.person_id, draft, call.cycle, occasion=f"days:{left}")

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        call = open_call(application.role, at)
        return application.status == Status.DRAFT and bool(closing(call, at))

    def ends_at(self, message: Message, application: Application) -> datetime:
        call = call_at(application.role, message.created_at)
        return (call and call.closes_at) or super().ends_at(message, application)
