"""What every message about a pair, or about something of one, has in common."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.urls import reverse

from notifications.keys import number_in
from notifications.kinds import Kind
from notifications.models import Message
from pairs.models import Agreement, Extension, Pair


class OfPair(Kind):
    """Its row is a pair, or belongs to one: then `rows` brings the pair with its two people along."""

    follows: ClassVar[tuple[str, ...]] = ("pairs_published", "pairs_repaired")
    lasts = timedelta(days=14)

    def pair_of(self, row: Any) -> Pair:
        return row.pair

    def is_at_work(self, row: Any) -> bool:
        return self.pair_of(row).state == Pair.State.ACTIVE

    def context(self, message: Message, row: Any, at: datetime) -> dict:
        pair = self.pair_of(row)
        return {
            "pair": pair,
            "cycle": pair.cycle,
            "partner": pair.partner_of(message.to).person,
            "address": reverse("pairs:pair_detail", args=[pair.pk]),
        }


class AboutPair(OfPair):
    rows = Pair.objects.with_people()

    def pair_of(self, row: Pair) -> Pair:
        return row


class OfProposal(AboutPair):
    """Of one pair however often they propose: the occasion names the proposal."""

    wait = timedelta(minutes=5)
    proposals: ClassVar[type[Agreement] | type[Extension]]

    def proposal_of(self, message: Message, pair: Pair) -> Agreement | Extension | None:
        number = number_in(message.occasion, self.proposals)
        rows = self.proposals.objects.filter(pair=pair, replaced_at__isnull=True)
        return rows.filter(pk=number or 0).first()


class Proposed(OfProposal):
    asks = True

    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        proposal = self.proposal_of(message, pair)
        is_open = proposal is not None and proposal.accepted_at is None
        return is_open and self.is_at_work(pair)


class Accepted(OfProposal):
    def still_true(self, message: Message, pair: Pair, at: datetime) -> bool:
        return self.proposal_of(message, pair) is not None and self.is_at_work(pair)
