from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from notifications.kinds import Kind
from notifications.models import Message


class NotEligible(Kind):
    name = "application_not_eligible"
    label = _("Not eligible")
    rows = Application.objects.select_related("cycle__program", "role")
    lasts = timedelta(days=30)

    def context(self, message: Message, application: Application, at: datetime) -> dict:
        return {"application": application, "cycle": application.cycle}

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        is_told = application.told_at is not None
        return is_told and application.status == Application.Status.NOT_ELIGIBLE
