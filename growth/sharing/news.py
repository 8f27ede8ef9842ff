from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.sharing.models import Share
from notifications import kinds
from notifications.models import Message
from people.models import User


def _about_share(message: Message) -> dict:
    shares = Share.objects.select_related("owner", "revision", "talks_with")
    share = shares.filter(pk=message.context["share"]).first()
    return {
        "share": share,
        "owner": share.owner if share else None,
        "address": reverse("growth:shared"),
    }


def _about_manager(message: Message) -> dict:
    manager = User.objects.filter(pk=message.context["manager"]).first()
    return {"manager": manager, "address": reverse("growth:sharing")}


def register() -> None:
    kinds.register(
        "growth_shared",
        app="growth",
        label=_("Something is shared with you"),
        make_context=_about_share,
    )
    kinds.register(
        "growth_new_manager",
        app="growth",
        label=_("Share with the new manager?"),
        make_context=_about_manager,
    )
