from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from notifications.kinds import Kind
from notifications.models import Message
from programs.addresses import of_cycle


class TakenOn(Kind):
    """For a staff role. A decision for a side of a pair is told by the news of pairing."""

    name = "application_accepted"
    label = _("Taken on for a staff role")
    rows = Application.objects.select_related("cycle__program", "role")
    lasts = timedelta(days=30)

    def context(self, message: Message, application: Application, at: datetime) -> dict:
        address = of_cycle("applications:application_status", application.cycle)
        return {
            "application": application,
            "cycle": application.cycle,
            "status_link": settings.BASE_URL + address,
        }

    def still_true(self, message: Message, application: Application, at: datetime) -> bool:
        return application.is_on_the_team


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
