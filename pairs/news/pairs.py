from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Message
from pairs.actions import agreements
from pairs.models import Pair
from programs.models import CycleSurvey


def _about_pair(message: Message) -> dict:
    pair = Pair.objects.with_people().get(pk=message.context["pair"])
    return {
        "pair": pair,
        "cycle": pair.cycle,
        "partner": pair.partner_of(message.to).person,
        "address": reverse("pairs:pair_detail", args=[pair.pk]),
    }


def _session_due(message: Message) -> dict:
    days = {name: date.fromisoformat(message.context[name]) for name in ("first", "last")}
    return {**_about_pair(message), **days}


def _pair_completed(message: Message) -> dict:
    about = _about_pair(message)
    surveys = CycleSurvey.objects.filter(cycle=about["cycle"], kind=CycleSurvey.Kind.END)
    return {**about, "survey": surveys.select_related("survey").first()}


def register() -> None:
    kinds.register("pair_ended", app="pairs", label=_("A pair ended"), make_context=_about_pair)
    for name, label in (
        (agreements.PROPOSED, _("An agreement is proposed")),
        (agreements.ACCEPTED, _("An agreement is accepted")),
    ):
        kinds.register(name, app="pairs", label=label, make_context=_about_pair)
    kinds.register(
        "pair_completed",
        app="pairs",
        label=_("A pair is complete"),
        make_context=_pair_completed,
    )
    kinds.register(
        "session_due",
        app="pairs",
        label=_("A session is due"),
        make_context=_session_due,
    )
