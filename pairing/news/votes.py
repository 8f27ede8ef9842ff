from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from pairing.models import VoteRound


def _opened(message: Message) -> dict:
    found = VoteRound.objects.select_related("cycle__program")
    cycle = found.get(pk=message.about.removeprefix("votes:")).cycle
    address = reverse("pairing:votes", args=[cycle.program.slug, cycle.slug])
    return {"cycle": cycle, "link": settings.BASE_URL + address}


def register() -> None:
    kinds.register(
        "votes_opened", app="pairing", label=_("The committee votes"), make_context=_opened
    )
