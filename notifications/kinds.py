"""Every kind of message: who writes its words, and from what.

The app that speaks registers its kinds in `AppConfig.ready`; this app only stores and delivers.
The words live in `templates/<app>/messages/<kind>.subject.txt` and `.body.txt`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils.functional import Promise

from notifications.models import Message


@dataclass(frozen=True)
class Kind:
    """make_context takes the message and returns what its templates read."""

    name: str
    app: str
    label: str | Promise
    make_context: Callable[[Message], dict]


# Takes a message, its context and the standard subject and body; None leaves those as they are.
Words = Callable[[Message, Mapping[str, Any], tuple[str, str]], tuple[str, str] | None]

_kinds: dict[str, Kind] = {}
_words: list[Words] = []


def register(
    name: str, *, app: str, label: str | Promise, make_context: Callable[[Message], dict]
) -> None:
    _kinds[name] = Kind(name=name, app=app, label=label, make_context=make_context)


def register_words(words: Words) -> None:
    """A higher app that knows of other words than the standard ones for some messages."""
    if words not in _words:
        _words.append(words)


def forget(name: str) -> None:
    del _kinds[name]


def get(name: str) -> Kind:
    """KeyError means that somebody tells a kind that no app registered: a bug."""
    return _kinds[name]


def registered() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def label(name: str) -> str:
    kind = _kinds.get(name)
    return str(kind.label) if kind else name


def render(message: Message) -> tuple[str, str]:
    """Subject (one line) and body of a message as it stands, or as it was once sent."""
    if message.subject:
        return message.subject, message.body
    return render_with(message, get(message.kind).make_context(message))


def render_with(message: Message, known: Mapping[str, Any]) -> tuple[str, str]:
    """The same from what the caller knows already: a preview of news that is not true yet."""
    kind = get(message.kind)
    context = {
        "message": message,
        "to": message.to,
        "base_url": settings.BASE_URL,
        "site_name": settings.SITE_NAME,
        **known,
    }
    subject = _fill(f"{kind.app}/messages/{kind.name}.subject.txt", context)
    body = _fill(f"{kind.app}/messages/{kind.name}.body.txt", context)
    for words in _words:
        subject, body = words(message, context, (subject, body)) or (subject, body)
    return " ".join(subject.split())[:200], body.strip() + "\n"


def _fill(template: str, context: dict) -> str:
    """Plain text: an apostrophe in a name stays one."""
    context_without_markup = Context(context, autoescape=False)
    return Engine.get_default().get_template(template).render(context_without_markup)
