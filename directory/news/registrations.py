"""What two people who work together already hear when one of them registers the pair."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import PairRegistration
from directory.models.registration import TIME_TO_CONFIRM
from directory.queries import switch
from notifications.kinds import Kind
from notifications.models import Message

_State = PairRegistration.State


class _AboutRegistration(Kind):
    rows = PairRegistration.objects.with_people()
    lasts = timedelta(days=14)
    state: str  # the registration is in this state while the news is true

    def context(self, message: Message, row: PairRegistration, at: datetime) -> dict:
        return {
            "registration": row,
            "other": row.other(message.to),
            "is_mentor": message.to_id == row.mentor_id,
            "address": reverse("directory:registration", args=[row.pk]),
        }

    def still_true(self, message: Message, row: PairRegistration, at: datetime) -> bool:
        return switch.is_on() and row.state == self.state


class Registered(_AboutRegistration):
    name = "pair_registered"
    asks = True
    label = _("Somebody registers you two as a pair")
    state = _State.OPEN
    lasts = TIME_TO_CONFIRM
    wait = timedelta(minutes=2)


class Confirmed(_AboutRegistration):
    name = "pair_confirmed"
    label = _("Your pair is confirmed")
    state = _State.CONFIRMED

    def context(self, message: Message, row: PairRegistration, at: datetime) -> dict:
        known = super().context(message, row, at)
        if row.pair_id is not None:
            known["address"] = reverse("pairs:pair_detail", args=[row.pair_id])
        return known


class NotConfirmed(_AboutRegistration):
    name = "pair_not_confirmed"
    label = _("Your pair was not confirmed")
    state = _State.DECLINED
