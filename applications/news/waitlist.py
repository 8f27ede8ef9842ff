from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applications.models import PlaceOffer
from notifications import kinds
from notifications.models import Message
from programs.rules import days


def _offer(message: Message) -> dict:
    found = PlaceOffer.objects.select_related("application__role", "application__cycle__program")
    made = found.get(pk=message.about.removeprefix("offer:"))
    cycle = made.application.cycle
    slugs = [cycle.program.slug, cycle.slug]
    last_day = days.last_day(made.answer_by, cycle.tzinfo)
    return {
        "role": made.application.role,
        "cycle": cycle,
        "last_day": f"{date_format(last_day, 'l j F Y')} ({cycle.zone.replace('_', ' ')})",
        "status_link": settings.BASE_URL + reverse("applications:application_status", args=slugs),
    }


def register() -> None:
    for name, label in (
        ("place_offered", _("A place is offered")),
        ("place_offer_expired", _("An offered place was not taken in time")),
    ):
        kinds.register(name, app="applications", label=label, make_context=_offer)
