"""Every kind of message: who writes its words, from what, and how long they are true.

A kind is one class in `news/` of the app that speaks; it is found there by itself. Its words live in
`templates/<app>/messages/<name>.subject.txt` and `.body.txt`. `docs/messages.md` shows one whole.
"""

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.template import Context, Engine
from django.utils.functional import Promise

from notifications.keys import number_in
from notifications.models import Message
from notifications.models.message import Part
from people.models import User

# Stands in the words where the mail itself has the link of `Kind.own_link`: organizers read the words.
OWN_LINK = "[…]"


class Kind:
    """One kind of message.

    `rows` is how the row is read that a message is about. Once that row is gone the message says
    nothing true any more; a kind that speaks of what is gone sets `outlives_row` and finds its words
    in the message's own context.
    """

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    rows: ClassVar[QuerySet]
    outlives_row = False
    # Whether people may switch it off: a reminder or a tip, nothing that was decided or is asked.
    is_optional = False
    # Whether somebody waits for what its reader answers.
    asks = False
    # How long after it was written it is worth sending; `ends_at` may say it more exactly.
    lasts: ClassVar[timedelta]

    # News of the same scope that this person is to read first: while it waits, so does this kind.
    follows: ClassVar[tuple[str, ...]] = ()

    # Second thoughts: a message of this kind waits so long, and tells at once about ...
    wait = timedelta(0)
    # ... what these kinds, and itself, would have said about the same row and did not yet.
    replaces: ClassVar[tuple[str, ...]] = ()
    # While one of these still waits, it alone speaks: its words are made when it is sent.
    joins: ClassVar[tuple[str, ...]] = ()
    # If one of these still waits, neither is sent: nobody knows what is undone here.
    undoes: ClassVar[tuple[str, ...]] = ()

    def context(self, message: Message, row: Any, at: datetime) -> dict:
        """What the templates read; `at` is the moment at which somebody reads or gets it."""
        raise NotImplementedError

    def still_true(self, message: Message, row: Any, at: datetime) -> bool:
        """Asked again just before it is sent."""
        return True

    def ends_at(self, message: Message, row: Any) -> datetime:
        """From this moment on it comes too late to be sent."""
        return message.created_at + self.lasts

    def is_muted(self, message: Message, row: Any) -> bool:
        """Whether its reader wants none of these about this matter, beside switching the kind off."""
        return False

    def own_link(self, message: Message) -> str:
        """An address by which its reader acts without signing in. It is in the mail alone, in the
        place of `OWN_LINK`, and on no row: nobody else who may read the message gets it."""
        return ""

    def reply_address(self, message: Message) -> str:
        """Where answers to it are taken in; empty: with those who read the answers of its cycle."""
        return ""

    def way_off(self, message: Message, row: Any) -> str:
        """Where an address without an account gets off the list it is told by; empty where it is on
        none. People with an account have their choices instead."""
        return ""

    def part(self, message: Message, row: Any, at: datetime) -> Part | None:
        """What the mail carries for the reader's calendar program."""
        return None

    def concerns(self, person: User) -> bool:
        """Whether this person can come to get it, as the site is set up: else it is no choice."""
        return True

    @property
    def app(self) -> str:
        return type(self).__module__.partition(".")[0]

    @property
    def speaks_with(self) -> set[str]:
        """The kinds that may have something of the same matter waiting, itself among them."""
        return {self.name, *self.replaces, *self.joins, *self.undoes}

    def row_of(self, message: Message) -> Model | None:
        number = number_in(message.about, self.rows.model)
        return self.rows.filter(pk=number).first()


@dataclass(frozen=True)
class News:
    """What is told to one person, or to an address that belongs to nobody.

    `occasion` sets a rightful repeat about the same row apart ("week:2"); `sending` says to which
    `Sending` of its reminder it belongs, if its organizers can leave one out.
    """

    to: User | int | str
    about: Model
    scope: Model | None = None
    occasion: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    sending: str = ""


@dataclass(frozen=True)
class Sending:
    """What a reminder is going to send by itself: at one moment, about one thing.

    `news` finds whom it would reach as of now; None where nobody may know who that is. The key
    changes with the date, so that what is moved is a sending of its own.
    """

    key: str
    goes_at: datetime
    title: str
    news: Callable[[], list[News]] | None


class Reminder(Kind):
    """A kind that nobody's deed causes but the clock: `due` says who is to be told at a moment.

    It is asked every minute and need not know who was told; nobody is reminded twice of the same
    row on the same occasion.
    """

    is_optional = True
    counted_as: ClassVar[str]  # in the answer of `run_due`, for example "reminders of drafts"

    def due(self, at: datetime) -> Iterable[News]:
        raise NotImplementedError

    def ahead(self, scope: Any, at: datetime) -> Iterable[Sending]:
        """What goes out later than `at` in this cycle, as far as its dates are known; what hangs on
        single pairs alone is none of it."""
        return ()


# Takes a message, its context and the standard subject and body; None leaves those as they are.
Words = Callable[[Message, Mapping[str, Any], tuple[str, str]], tuple[str, str] | None]
# Takes a message; an empty answer leaves replies to the sender's address.
ReplyAddress = Callable[[Message], str]

_kinds: dict[str, Kind] = {}
_words: list[Words] = []
_reply_addresses: list[ReplyAddress] = []


class GoneError(Exception):
    """What an unsent message is about, or its kind, is no longer there: it has no words."""


def find_all() -> None:
    """Register every kind in the `news` of all apps and of their subjects, the higher apps' first."""
    for config in apps.get_app_configs():
        for file in _news_of(Path(config.path)):
            parts = file.relative_to(config.path).with_suffix("").parts
            module = importlib.import_module(".".join((config.name, *parts)))
            for thing in vars(module).values():
                if isinstance(thing, type) and issubclass(thing, Kind) and _is_own(thing, module):
                    register(thing)


def _news_of(folder: Path) -> list[Path]:
    """Files `news.py` and those in folders `news`, at the top of an app or of one of its subjects."""
    found = [*folder.glob("news.py"), *folder.glob("news/*.py")]
    found += [*folder.glob("*/news.py"), *folder.glob("*/news/*.py")]
    return sorted(file for file in found if file.name != "__init__.py")


def _is_own(kind: type[Kind], module: ModuleType) -> bool:
    """Neither imported from elsewhere nor a mere base of others, which has no name."""
    return kind.__module__ == module.__name__ and "name" in vars(kind)


def register(kind: type[Kind]) -> None:
    if type(_kinds.setdefault(kind.name, kind())) is not kind:
        raise ValueError(f"Two kinds of message are called {kind.name!r}.")


def register_words(words: Words) -> None:
    """A higher app that knows of other words than the standard ones for some messages."""
    if words not in _words:
        _words.append(words)


def register_reply_address(find: ReplyAddress) -> None:
    """A higher app that knows who reads the answers to some messages."""
    if find not in _reply_addresses:
        _reply_addresses.append(find)


def forget(name: str) -> None:
    del _kinds[name]


def get(name: str) -> Kind:
    """KeyError means that somebody tells a kind that no app has: a bug."""
    return _kinds[name]


def registered() -> list[Kind]:
    return list(_kinds.values())


def optional() -> list[Kind]:
    """What people may switch off."""
    return [kind for kind in _kinds.values() if kind.is_optional]


def required_for(person: User) -> list[Kind]:
    """What this person cannot switch off, of what they can come to get."""
    return [kind for kind in _kinds.values() if not kind.is_optional and kind.concerns(person)]


def offered_to(person: User) -> list[Kind]:
    """What this person may switch off, of what they can come to get."""
    return [kind for kind in optional() if kind.concerns(person)]


def label(name: str) -> str:
    kind = _kinds.get(name)
    return str(kind.label) if kind else name


def reply_address(message: Message) -> str:
    own = get(message.kind).reply_address(message)
    return own or next((found for find in _reply_addresses if (found := find(message))), "")


def row_of(message: Message) -> Any:
    """The row a message is about; None where it is gone and the message may outlive it."""
    kind = _kinds.get(message.kind)
    row = kind.row_of(message) if kind else None
    if kind is None or (row is None and not kind.outlives_row):
        raise GoneError(message.about)
    return row


def render(message: Message, *, at: datetime) -> tuple[str, str]:
    """Subject (one line) and body of a message as it reads at a moment, or as it was once sent."""
    if message.subject:
        return message.subject, message.body
    row = row_of(message)
    return render_with(message, get(message.kind).context(message, row, at))


def render_with(message: Message, known: Mapping[str, Any]) -> tuple[str, str]:
    """The same from what the caller knows already: a preview of news that is not true yet."""
    kind = get(message.kind)
    context = {
        "message": message,
        "to": message.to,
        "base_url": settings.BASE_URL,
        "site_name": settings.SITE_NAME,
        "own_link": OWN_LINK,
        **known,
    }
    subject = _fill(f"{kind.app}/messages/{kind.name}.subject.txt", context)
    body = _fill(f"{kind.app}/messages/{kind.name}.body.txt", context)
    for words in _words:
        subject, body = words(message, context, (subject, body)) or (subject, body)
    return " ".join(subject.split())[:200], _tidy(body)


def _tidy(text: str) -> str:
    """What a template leaves out leaves no hole: at most one empty line between paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def _fill(template: str, context: dict) -> str:
    """Plain text: an apostrophe in a name stays one."""
    context_without_markup = Context(context, autoescape=False)
    return Engine.get_default().get_template(template).render(context_without_markup)
