"""Words of an announcement: a closed set of placeholders, filled in for each reader as plain text."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from programs.addresses import of_cycle
from programs.models import Cycle
from programs.rules import message_texts, prose

PLACEHOLDERS: dict[str, str | Promise] = {
    "name": gettext_lazy("first name of the recipient"),
    "program": gettext_lazy("name of the program"),
    "cycle": gettext_lazy("name of the cycle"),
    "page": gettext_lazy("address of the public page"),
    "home": gettext_lazy("address of the recipient’s home page"),
}


def unknown(text: str) -> list[str]:
    """What stands in braces but means nothing."""
    return message_texts.unknown_among(PLACEHOLDERS, text)


def words(subject: str, text: str, cycle: Cycle, to: User | None) -> dict[str, str]:
    """What the mail's templates read: Markdown as the plain text one person reads."""
    values = _values(cycle, to)
    return {
        "subject": message_texts.fill(subject, values),
        "text": message_texts.fill(prose.to_text(text), values),
    }


def for_chat(subject: str, text: str, cycle: Cycle) -> str:
    """The same for a channel of a chat, where everybody reads it: nobody's name, a bold first line."""
    read = words(subject, text, cycle, None)
    return f"*{read['subject']}*\n\n{read['text'].strip()}\n"


def _values(cycle: Cycle, to: User | None) -> dict[str, str]:
    """Somebody without an account has no name here."""
    return {
        "name": to.get_short_name() if to else _("there"),
        "program": cycle.program.name,
        "cycle": cycle.name,
        "page": settings.BASE_URL + of_cycle("programs:cycle_public", cycle),
        "home": settings.BASE_URL + reverse("home"),
    }
