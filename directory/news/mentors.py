"""What mentors hear about being available, and people who look for one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Availability, Seeking
from directory.models.availability import TIME_TO_CONFIRM
from directory.queries import fitting, switch
from directory.rules import links
from notifications.kinds import Kind
from notifications.models import Message


class StillRight(Kind):
    """Twice a year. The occasion is the round: a link answers only the question it came with."""

    name = "availability_check"
    asks = True
    label = _("Are you still available as a mentor?")
    rows = Availability.objects.select_related("person")
    lasts = TIME_TO_CONFIRM

    def context(self, message: Message, offer: Availability, at: datetime) -> dict:
        address = reverse("directory:still_right", args=[links.made(offer.pk, message.occasion)])
        last = message.created_at + TIME_TO_CONFIRM
        due_on = last.astimezone(ZoneInfo(message.reader.time_zone)).date()
        return {"offer": offer, "address": address, "due_on": due_on}

    def still_true(self, message: Message, offer: Availability, at: datetime) -> bool:
        return switch.is_on() and offer.is_open and offer.round == message.occasion


class Paused(Kind):
    name = "availability_paused"
    label = _("You are paused as a mentor")
    rows = Availability.objects.select_related("person")
    lasts = timedelta(days=14)

    def context(self, message: Message, offer: Availability, at: datetime) -> dict:
        unanswered = offer.paused_because == Availability.Because.UNANSWERED
        return {"is_unanswered": unanswered, "address": reverse("directory:offer")}

    def still_true(self, message: Message, offer: Availability, at: datetime) -> bool:
        return not offer.is_open


class SomebodyFits(Kind):
    name = "mentor_fits"
    label = _("A mentor matches what you are looking for")
    rows = Seeking.objects.select_related("person")
    lasts = timedelta(days=7)

    def context(self, message: Message, seeking: Seeking, at: datetime) -> dict:
        return {"address": reverse("directory:suggested")}

    def still_true(self, message: Message, seeking: Seeking, at: datetime) -> bool:
        return switch.is_on() and fitting.fit_count(seeking.person, at) > 0
