from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from pairing.actions.signatures import KIND
from programs.models import Cycle


def _about_draft(message: Message) -> dict:
    number = message.about.split("/")[0].removeprefix("cycle:")
    cycle = Cycle.objects.select_related("program").get(pk=number)
    return {
        "cycle": cycle,
        "who": message.context["by"],
        "address": reverse("pairing:publish", args=[cycle.program.slug, cycle.slug]),
    }


def register() -> None:
    kinds.register(
        KIND, app="pairing", label=_("A draft waits for a signature"), make_context=_about_draft
    )
