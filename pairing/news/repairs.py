"""What a repair tells those it concerns: in one message the new partner, and who is not any more."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from pairing.actions.repairs import KIND
from pairing.news.publication import context_of
from pairing.queries.publishing.publication import repaired_news
from pairs.models import Pair
from programs.models import Cycle


class PairsRepaired(Kind):
    """`context` names the person's pairs that the repair made and ended."""

    name = KIND
    label = _("Pairs are repaired")
    rows = Cycle.objects.select_related("program")
    lasts = timedelta(days=14)

    def context(self, message: Message, cycle: Cycle, at: datetime) -> dict:
        ended = Pair.objects.filter(pk__in=message.context["ended"]).with_people()
        news = repaired_news(cycle, message.reader, message.context["made"])
        return {
            **context_of(news, at=at),
            "former": [pair.partner_of(message.to).person for pair in ended],
            "has_partner": Pair.objects.active().filter(cycle=cycle).of(message.to).exists(),
        }

    def still_true(self, message: Message, cycle: Cycle, at: datetime) -> bool:
        """A new partner is told as long as they are a pair; that an old one is not stays true."""
        made = message.context["made"]
        return not made or Pair.objects.active().filter(pk__in=made).exists()
