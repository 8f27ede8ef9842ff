"""What somebody hears who may read a colleague's summary: where it is, and nothing of what it says."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from completion.models import SummaryShare
from notifications.kinds import Kind
from notifications.models import Message


class SummaryShared(Kind):
    name = "summary_shared"
    label = _("A colleague shares a summary with you")
    rows = SummaryShare.objects.select_related("summary__person")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)

    def context(self, message: Message, share: SummaryShare, at: datetime) -> dict:
        return {
            "person": share.summary.person,
            "address": reverse("completion:shared_summary", args=[share.pk]),
        }

    def still_true(self, message: Message, share: SummaryShare, at: datetime) -> bool:
        return SummaryShare.objects.in_force().filter(pk=share.pk).exists()
