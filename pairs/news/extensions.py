"""What two people hear about going on longer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.keys import number_in
from notifications.models import Message
from pairs.models import Extension, Pair
from pairs.news.about import AboutPair, Accepted, OfProposal, Proposed
from pairs.rules.extending import last_day


class _AboutExtension(OfProposal):
    """Its page is where one answers; the words name both days."""

    proposals = Extension

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        number = number_in(message.occasion, Extension)
        row = pair.extensions.filter(pk=number or 0).first()
        address = reverse("pairs:extension_propose", args=[pair.pk])
        facts = {"day": row.ends_on if row else None, "end": last_day(pair), "address": address}
        return super().context(message, pair, at) | facts


class ExtensionProposed(_AboutExtension, Proposed):
    name = "extension_proposed"
    label = _("An extension is proposed")


class ExtensionAccepted(_AboutExtension, Accepted):
    name = "extension_accepted"
    label = _("An extension is agreed")


class ExtensionDeclined(_AboutExtension):
    """Kindly, and without a reason: none was asked for."""

    name = "extension_declined"
    label = _("The end of a pair stays as planned")

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        number = number_in(message.occasion, Extension)
        is_no = pair.extensions.declined().filter(pk=number).exists()
        return is_no and self.is_at_work(pair)


class PairEndMoved(AboutPair):
    name = "pair_end_moved"
    label = _("The end of a pair moved")

    def context(self, message: Message, pair: Pair, at: datetime) -> dict:
        return {**super().context(message, pair, at), "day": last_day(pair)}

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        is_newest = message.occasion.startswith(f"ends:{pair.ends_on}")
        return is_newest and self.is_at_work(pair)
