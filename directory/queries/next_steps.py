"""What the directory says on somebody's home page: a line for each thing that waits for them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Availability, PairRegistration
from directory.permissions import uses_directory
from directory.queries import requests
from people.models import User


@dataclass(frozen=True)
class Line:
    """A sentence, the page where it goes on, and what the button there says."""

    icon: str
    text: str
    address: str
    action: str


def lines(person: User, at: datetime) -> list[Line]:
    """In the order of their urgency; no query while there is no directory."""
    if not uses_directory(person):
        return []
    return [
        *_to_answer(person, at),
        *_to_reply(person, at),
        *_to_confirm(person),
        *_is_still_right(person),
    ]


def _to_answer(person: User, at: datetime) -> list[Line]:
    number = requests.to_answer(person, at)
    if not number:
        return []
    said = ngettext(
        "One request waits for your answer.",
        "%(n)s requests wait for your answer.",
        number,
    )
    return [Line("inbox", said % {"n": number}, reverse("directory:request_list"), _("Answer"))]


def _to_reply(person: User, at: datetime) -> list[Line]:
    said = _("%(name)s asked you something before they answer.")
    return [
        Line(
            "message-square-text",
            said % {"name": row.mentor},
            reverse("directory:request", args=[row.pk]),
            _("Reply"),
        )
        for row in requests.to_reply(person, at)
    ]


def _to_confirm(person: User) -> list[Line]:
    waiting = PairRegistration.objects.open().of(person).exclude(asked_by=person)
    said = _("%(name)s says that you two work together. Is that right?")
    return [
        Line(
            "users",
            said % {"name": row.asked_by},
            reverse("directory:registration", args=[row.pk]),
            _("Answer"),
        )
        for row in waiting.select_related("asked_by")
    ]


def _is_still_right(person: User) -> list[Line]:
    asked = Availability.objects.listed().filter(person=person, asked_at__isnull=False)
    if not asked.exists():
        return []
    said = _("You are available as a mentor. Is that still right?")
    return [Line("circle-check", said, reverse("directory:offer"), _("Check"))]
