from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from pairs.models import MentoringSession
from people.models import User


def _about_session(message: Message) -> dict:
    """What the mail says must hold for the organizers who list it: never notes, only day and form."""
    sessions = MentoringSession.objects.select_related("pair__cycle__program")
    session = sessions.filter(pk=message.context["session"]).first()
    partner = User.objects.filter(pk=message.context["by"]).first()
    pair = session.pair if session else None
    return {
        "session": session,
        "pair": pair,
        "partner": partner,
        "address": reverse("pairs:pair_detail", args=[pair.pk]) if pair else "/",
        "zone": message.to.time_zone if message.to else "UTC",
        "partner_zone": partner.time_zone if partner else "UTC",
    }


def register() -> None:
    for name, label in (
        ("session_logged", _("A session to confirm")),
        ("session_denied", _("A session was denied")),
        ("session_planned", _("A session is planned")),
        ("session_moved", _("A session was moved")),
        ("session_cancelled", _("A session was called off")),
    ):
        kinds.register(name, app="pairs", label=label, make_context=_about_session)
