from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from applications.models import Application, PlaceOffer
from notifications.kinds import Kind
from notifications.models import Message
from people.zones import zone_in_words
from programs.rules import days


class _AboutOffer(Kind):
    rows = PlaceOffer.objects.select_related("application__role", "application__cycle__program")

    def context(self, message: Message, offer: PlaceOffer, at: datetime) -> dict:
        cycle = offer.application.cycle
        slugs = [cycle.program.slug, cycle.slug]
        status = reverse("applications:application_status", args=slugs)
        last_day = date_format(days.last_day(offer.answer_by, cycle.tzinfo), "l j F Y")
        return {
            "role": offer.application.role,
            "cycle": cycle,
            "last_day": f"{last_day} ({zone_in_words(cycle.zone)})",
            "status_link": settings.BASE_URL + status,
        }


class PlaceOffered(_AboutOffer):
    name = "place_offered"
    asks = True
    label = _("A place is offered")

    def still_true(self, message: Message, offer: PlaceOffer, at: datetime) -> bool:
        return offer.state == PlaceOffer.State.OPEN

    def ends_at(self, message: Message, offer: PlaceOffer) -> datetime:
        return offer.answer_by


class PlaceOfferExpired(_AboutOffer):
    name = "place_offer_expired"
    label = _("An offered place was not taken in time")
    lasts = timedelta(days=7)
    replaces = ("place_offered",)

    def still_true(self, message: Message, offer: PlaceOffer, at: datetime) -> bool:
        waits = offer.application.status == Application.Status.WAITLISTED
        is_offered_again = offer.application.offers.filter(state=PlaceOffer.State.OPEN).exists()
        return offer.state == PlaceOffer.State.EXPIRED and waits and not is_offered_again
