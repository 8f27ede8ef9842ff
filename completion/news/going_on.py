"""That two people go on, on a page of their own."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from pairs.models import Pair


class GoesOn(Kind):
    name = "pair_goes_on"
    label = _("You two go on")
    rows = Pair.objects.with_people()
    lasts = timedelta(days=14)
    follows = ("pair_completed", "pair_ended")

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        return {
            "partner": pair.partner_of(message.to).person,
            "until": pair.ends_on,
            "address": reverse("pairs:pair_detail", args=[pair.pk]),
        }

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        return pair.state == Pair.State.ACTIVE
