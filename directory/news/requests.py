"""What the two of a request hear: that something happened and where, never what was written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import MentoringRequest, RequestEntry
from directory.models.request import TIME_TO_ANSWER
from directory.queries import requests, switch
from notifications.keys import number_in
from notifications.kinds import Kind, News, Reminder
from notifications.models import Message
from people.models import User

_State = MentoringRequest.State


class _AboutRequest(Kind):
    rows = MentoringRequest.objects.with_people()
    lasts = TIME_TO_ANSWER
    state: str  # the request is in this state while the news is true

    def context(self, message: Message, request: MentoringRequest, at: datetime) -> dict:
        return {
            "request": request,
            "mentee": request.mentee,
            "mentor": request.mentor,
            "other": request.other(message.reader),
            "due_on": request.expires_at.astimezone(ZoneInfo(message.reader.time_zone)).date(),
            "is_mentor": message.to_id == request.mentor_id,
            "address": reverse("directory:request", args=[request.pk]),
        }

    def still_true(self, message: Message, request: MentoringRequest, at: datetime) -> bool:
        return request.state == self.state


class Requested(_AboutRequest):
    name = "mentoring_requested"
    asks = True
    label = _("Somebody asks to be mentored")
    state = _State.OPEN
    wait = timedelta(minutes=2)

    def ends_at(self, message: Message, request: MentoringRequest) -> datetime:
        return request.expires_at


class _Entry(_AboutRequest):
    """The occasion names the entry, so that each is told."""

    state = _State.OPEN

    def still_true(self, message: Message, request: MentoringRequest, at: datetime) -> bool:
        number = number_in(message.occasion, RequestEntry)
        is_there = number is not None and request.entries.filter(pk=number).exists()
        return is_there and super().still_true(message, request, at)

    def ends_at(self, message: Message, request: MentoringRequest) -> datetime:
        return request.expires_at


class AskedBack(_Entry):
    name = "mentoring_question"
    asks = True
    label = _("A mentor asks something first")


class Replied(_Entry):
    name = "mentoring_reply"
    label = _("Somebody added to their request")


class Accepted(_AboutRequest):
    name = "mentoring_accepted"
    label = _("A request is accepted")
    state = _State.ACCEPTED

    def context(self, message: Message, request: MentoringRequest, at: datetime) -> dict:
        address = super().context(message, request, at)["address"]
        if request.pair_id is not None:
            address = reverse("pairs:pair_detail", args=[request.pair_id])
        return {**super().context(message, request, at), "address": address}


class Declined(_AboutRequest):
    name = "mentoring_declined"
    label = _("A request is declined")
    state = _State.DECLINED

    def context(self, message: Message, request: MentoringRequest, at: datetime) -> dict:
        own = {"list_address": reverse("directory:mentor_list")}
        return {**super().context(message, request, at), **own}


class Expired(_AboutRequest):
    name = "mentoring_expired"
    label = _("A request expired")
    state = _State.EXPIRED

    def context(self, message: Message, request: MentoringRequest, at: datetime) -> dict:
        own = {
            "list_address": reverse("directory:mentor_list"),
            "offer_address": reverse("directory:offer"),
        }
        return {**super().context(message, request, at), **own}


class TakenBack(_AboutRequest):
    name = "mentoring_taken_back"
    label = _("A request is taken back")
    state = _State.TAKEN_BACK
    undoes = (Requested.name,)


class Closed(_AboutRequest):
    name = "mentoring_closed"
    label = _("A request has ended")
    state = _State.CLOSED
    undoes = (Requested.name,)


class Waits(Reminder, _AboutRequest):
    """Three days before it expires, to a mentor whose word is missing."""

    name = "mentoring_waits"
    label = _("A request is still waiting")
    counted_as = "reminders of requests"
    state = _State.OPEN

    BEFORE = timedelta(days=3)

    def concerns(self, person: User) -> bool:
        return switch.is_on()

    def due(self, at: datetime) -> Iterator[News]:
        waiting = requests.waits_for_mentor(at).filter(expires_at__lte=at + self.BEFORE)
        for request in waiting:
            # Each question of the mentor's gives a new end, and with it perhaps a new reminder.
            yield News(request.mentor_id, request, occasion=f"{request.expires_at:%Y%m%d}")

    def still_true(self, message: Message, request: MentoringRequest, at: datetime) -> bool:
        return requests.waits_for_mentor(at).filter(pk=request.pk).exists()

    def ends_at(self, message: Message, request: MentoringRequest) -> datetime:
        return request.expires_at
