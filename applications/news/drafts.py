"""What applicants are told about a form they began and did not send."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.news.applications import AboutApplication, closing
from notifications.kinds import News, Reminder, Sending
from notifications.models import Message
from programs.models import Call, Cycle
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
            yield from self._news(call, left)

    def ahead(self, scope: Cycle, at: datetime) -> Iterator[Sending]:
        calls = Call.objects.filter(
            cycle=scope,
            opens_at__isnull=False,
            closes_at__gt=at,
            cycle__archived_at__isnull=True,
            cycle__program__archived_at__isnull=True,
        )
        for call in calls.select_related("cycle", "role"):
            for left in self.DAYS_LEFT:
                goes_at = (call.closes_at or at) - timedelta(days=left)
                find = partial(self._news, call, left)
                yield Sending(_sending_of(call, left), goes_at, call.role.name, find)

    def _news(self, call: Call, left: int) -> list[News]:
        drafts = Application.objects.filter(role=call.role_id, status=Status.DRAFT)
        occasion, sending = f"days:{left}", _sending_of(call, left)
        return [
            News(draft.person_id, draft, call.cycle, occasion, sending=sending)
            for draft in drafts.filter(person__is_active=True).only("pk", "person")
        ]

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        call = open_call(application.role, at)
        return application.status == Status.DRAFT and bool(closing(call, at))

    def ends_at(self, message: Message, application: Application) -> datetime:
        call = call_at(application.role, message.created_at)
        return (call and call.closes_at) or super().ends_at(message, application)


def _sending_of(call: Call, left: int) -> str:
    return f"call:{call.pk}/{call.closes_at:%Y%m%dT%H%M}/{left}"
