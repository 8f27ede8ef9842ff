"""A message as a made-up person would read it, before anybody gets it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template import TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.models import Message
from people.models import User
from people.zones import moment_in_words
from programs.models import Call, Cycle, MessageText, Role
from programs.rules import message_texts
from surveys.models import Questionnaire, Survey

# Made-up rows of apps further up, by the name their messages call them; each app adds its own.
_samples: list[Callable[[Cycle, Role, User, datetime], dict[str, Any]]] = []


def add_samples(make: Callable[[Cycle, Role, User, datetime], dict[str, Any]]) -> None:
    """`make` takes the cycle, a role, the made-up reader and a moment two weeks ahead."""
    _samples.append(make)


def read(cycle: Cycle, text: MessageText, *, at: datetime) -> tuple[str, str]:
    """Subject and body as they would be sent with these words."""
    context = _context(cycle, at)
    return message_texts.reword(text, context, standard(cycle, text.kind, at=at))


def standard(cycle: Cycle, kind: str, *, at: datetime) -> tuple[str, str]:
    """The standard words; where they hang on a pair or an event, only their name."""
    message = Message(to=User(name=_("Alex Example")), kind=kind)
    try:
        return kinds.render_with(message, _context(cycle, at))
    except (AttributeError, KeyError, NoReverseMatch, TemplateSyntaxError, ValueError):
        label = MessageText.Kind(kind).label
        return str(label), _("[The standard text with the current facts goes here.]")


def _context(cycle: Cycle, at: datetime) -> dict:
    role = cycle.roles.exclude(side=Role.Side.STAFF).first() or Role(name=_("Mentee"), slug="x")
    person, later = User(name=_("Alex Example")), at + timedelta(days=14)
    address = [cycle.program.slug, cycle.slug]
    status = settings.BASE_URL + reverse("applications:application_status", args=address)
    day = cycle.day(later)
    return {
        "to": person,
        "cycle": cycle,
        "role": role,
        "call": Call(cycle=cycle, role=role, opens_at=at, closes_at=later),
        "closes": moment_in_words(later, cycle.zone),
        "status_link": status,
        "form_link": status,
        "link": status,
        "survey": Survey(title=_("End survey"), questionnaire=Questionnaire(title=_("End survey"))),
        "lines": [(_("Kickoff"), _("To be decided"), date_format(day, "j F Y"))],
    } | {name: row for make in _samples for name, row in make(cycle, role, person, later).items()}
