"""What a partner hears about somebody's summary: that they are asked, never what stands there."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from completion.models import Summary
from notifications.kinds import Kind
from notifications.models import Message


class NameAsked(Kind):
    name = "summary_name_asked"
    asks = True
    label = _("Your partner would like to name you")
    rows = Summary.objects.select_related("person", "pair")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=2)

    def context(self, message: Message, summary: Summary, at: datetime) -> dict:
        return {
            "partner": summary.person,
            "address": reverse("completion:ending", args=[summary.pair_id]),
        }

    def still_true(self, message: Message, summary: Summary, at: datetime) -> bool:
        return summary.name_asked_at is not None and summary.name_given_at is None
