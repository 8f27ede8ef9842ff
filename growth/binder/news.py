"""What the two hear about evidence that belongs to both: that something is there, never its words."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.binder.models import BinderItem
from notifications.kinds import Kind
from notifications.models import Message


class _AboutEvidence(Kind):
    rows = BinderItem.objects.select_related("person", "partner")
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)


class ConsentAsked(_AboutEvidence):
    name = "growth_consent_asked"
    asks = True
    label = _("May this be shown as evidence?")

    def context(self, message: Message, item: BinderItem, at: datetime) -> dict:
        return {"person": item.person, "address": reverse("growth:consents")}

    def still_true(self, message: Message, item: BinderItem, at: datetime) -> bool:
        return item.agreed_at is None and item.declined_at is None


class ConsentAnswered(_AboutEvidence):
    name = "growth_consent_answered"
    label = _("Evidence of a pair: yes or no")

    def context(self, message: Message, item: BinderItem, at: datetime) -> dict:
        return {
            "partner": item.partner,
            "agrees": item.agreed_at is not None,
            "address": reverse("growth:binder"),
        }

    def still_true(self, message: Message, item: BinderItem, at: datetime) -> bool:
        return item.agreed_at is not None or item.declined_at is not None
