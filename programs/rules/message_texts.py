"""Organizers' own words for messages: a closed set of placeholders, filled in as plain text."""

import re
from collections.abc import Container, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle, MessageText, SendingText
from programs.rules import prose

Kind = MessageText.Kind
_PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")
STANDARD = "standard"

# Everywhere: who reads it, what it is about, and the standard text itself.
_ALWAYS = {
    "name": _("first name of who gets it"),
    "program": _("name of the program"),
    "cycle": _("name of the cycle"),
    "page": _("address of the public page"),
    STANDARD: _("the standard text with everything it says"),
}
_LABELS = {
    "role": _("role"),
    "closes": _("the end, with time zone"),
    "link": _("address of the page to open"),
    "title": _("what it is called"),
}
_APPLICATION = {"role": "role.name", "closes": "closes", "link": "status_link"}
_SURVEY = {"title": "survey.title", "closes": "closes", "link": "link"}
# Placeholder -> where the message's context holds it.
_MORE: dict[str, dict[str, str]] = {
    Kind.APPLICATION_RECEIVED: _APPLICATION,
    Kind.APPLICATION_DRAFT: _APPLICATION | {"link": "form_link"},
    Kind.APPLICATION_WITHDRAWN: _APPLICATION,
    Kind.APPLICATION_NOT_ELIGIBLE: {"role": "application.role.name"},
    Kind.CALL_OPENED: {"role": "call.role.name"},
    Kind.NOMINATION_INVITES: {"role": "role.name"},
    Kind.SURVEY_OPENED: _SURVEY,
    Kind.SURVEY_REMINDER: _SURVEY,
    Kind.TRAINING_REMINDER: {"title": "training.title"},
    Kind.RESOURCE_POSTED: {"title": "resource.title", "link": "resource.link"},
}


def placeholders(kind: str) -> Mapping[str, str | Promise]:
    """What may stand in braces in this message, and what it means."""
    return _ALWAYS | {name: _LABELS[name] for name in _MORE.get(kind, {})}


def unknown(kind: str, text: str) -> list[str]:
    """What stands in braces but means nothing here."""
    return unknown_among(placeholders(kind), text)


def unknown_among(known: Container[str], text: str) -> list[str]:
    return [f"{{{name}}}" for name in _PLACEHOLDER.findall(text) if name not in known]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Plain substitution: nothing in a text or a value is ever run."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def values_of(kind: str, cycle: Cycle, context: Mapping[str, Any], standard: str) -> dict[str, str]:
    to, here = context.get("to"), [cycle.program.slug, cycle.slug]
    found = {
        "name": to.get_short_name() if to else "",
        "program": cycle.program.name,
        "cycle": cycle.name,
        "page": settings.BASE_URL + reverse("programs:cycle_public", args=here),
        STANDARD: standard.strip(),
    }
    return found | {name: _at(context, path) for name, path in _MORE.get(kind, {}).items()}


def _at(context: Mapping[str, Any], path: str) -> str:
    first, *rest = path.split(".")
    value = context.get(first)
    for name in rest:
        value = getattr(value, name, None)
    return "" if value is None else str(value)


def reword(
    text: MessageText | SendingText, context: Mapping[str, Any], standard: tuple[str, str]
) -> tuple[str, str]:
    """Subject and body in the organizer's words; what they left empty stays standard."""
    subject, body = standard
    own_subject = fill(text.subject, values_of(text.kind, text.cycle, context, subject))
    words = prose.to_text(text.body)
    own_body = fill(words, values_of(text.kind, text.cycle, context, body))
    return own_subject or subject, own_body or body
