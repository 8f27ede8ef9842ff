"""What a repair tells those it concerns: in one message the new partner, and who is not any more."""

from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from pairing.actions.repairs import KIND
from pairing.news.publication import context_of
from pairing.queries.publication import repaired_news
from pairs.models import Pair
from programs.models import Cycle


def register() -> None:
    kinds.register(KIND, app="pairing", label=_("Pairs are repaired"), make_context=_about_repair)


def _about_repair(message: Message) -> dict:
    number = message.about.split("/")[0].removeprefix("cycle:")
    cycle = Cycle.objects.select_related("program").get(pk=number)
    ended = Pair.objects.filter(pk__in=message.context["ended"]).with_people()
    news = repaired_news(cycle, message.to, message.context["made"])
    return {
        **context_of(news, at=message.created_at),
        "former": [pair.partner_of(message.to).person for pair in ended],
    }
