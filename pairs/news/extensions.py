"""What two people hear about going on longer."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.keys import number_in
from notifications.models import Message
from pairs.models import Extension, Pair
from pairs.news.pairs import AboutPair
from pairs.rules.extending import last_day


class _AboutExtension(AboutPair):
    wait = timedelta(minutes=5)

    def extension_of(self, message: Message, pair: Pair) -> Extension | None:
        number = number_in(message.occasion, Extension)
        return pair.extensions.filter(pk=number or 0, replaced_at__isnull=True).first()

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        number = number_in(message.occasion, Extension)
        row = pair.extensions.filter(pk=number or 0).first()
        address = reverse("pairs:extension_propose", args=[pair.pk])
        facts = {"day": row.ends_on if row else None, "end": last_day(pair), "address": address}
        return super().context(message, pair, at) | facts


class ExtensionProposed(_AboutExtension):
    name = "extension_proposed"
    asks = True
    label = _("An extension is proposed")

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        row = self.extension_of(message, pair)
        is_open = row is not None and row.accepted_at is None
        return is_open and pair.state == Pair.State.ACTIVE


class ExtensionAccepted(_AboutExtension):
    name = "extension_accepted"
    label = _("An extension is agreed")

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        return self.extension_of(message, pair) is not None and pair.state == Pair.State.ACTIVE


class ExtensionDeclined(_AboutExtension):
    """Kindly, and without a reason: none was asked for."""

    name = "extension_declined"
    label = _("The end of a pair stays as planned")

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        number = number_in(message.occasion, Extension)
        is_no = pair.extensions.declined().filter(pk=number).exists()
        return is_no and pair.state == Pair.State.ACTIVE


class PairEndMoved(AboutPair):
    name = "pair_end_moved"
    label = _("The end of a pair moved")

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        return {**super().context(message, pair, at), "day": last_day(pair)}

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        is_newest = message.occasion.startswith(f"ends:{pair.ends_on}")
        return is_newest and pair.state == Pair.State.ACTIVE
