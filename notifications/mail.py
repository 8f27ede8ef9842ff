"""The mail itself: plain text first, the same words as a plain page beside it."""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import addresses, kinds
from notifications.models import Message

# No program that answers mails by itself (out of office, lists) is to answer these (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def of(message: Message) -> EmailMultiAlternatives:
    """The mail that carries a message, whose words are on it already; perhaps with a part for the
    calendar program, which comes last, as the programs that know it prefer the last they can read.

    Its Message-ID is the same at each try: a server that took it twice can tell.
    """
    host = urlsplit(settings.BASE_URL).hostname
    off = _to_switch_off(message)
    mail = EmailMultiAlternatives(
        message.subject,
        _with_own_link(message)
        + (_("\nNo more mail of this kind: %(link)s\n") % {"link": off} if off else ""),
        to=[message.goes_to],
        reply_to=[reply] if (reply := kinds.reply_address(message)) else None,
        headers={"Message-ID": f"<message-{message.pk}@{host}>"} | _one_click(off),
    )
    mail = with_page(mail)
    if message.part:
        mail.attach_alternative(message.part.content, message.part.mimetype)
    return mail


def of_many(messages: list[Message]) -> EmailMultiAlternatives:
    """One mail with what was gathered for one person, each part under its subject, with its own way
    to switch its kind off."""
    first = messages[0]
    host = urlsplit(settings.BASE_URL).hostname
    name = first.to.get_short_name() if first.to else ""
    greeting = _("Hello %(name)s,") % {"name": name}
    opening = _("This is what we gathered for you since the last time.")
    parts = [greeting, opening, *(_part_of(message) for message in messages)]
    choices = settings.BASE_URL + reverse("notifications:mail_choices")
    parts.append(_("Choose what you get, and when: %(link)s") % {"link": choices})
    subject = _("%(site)s: %(count)d things for you") % {
        "site": settings.SITE_NAME,
        "count": len(messages),
    }
    replies = {kinds.reply_address(message) for message in messages}
    mail = EmailMultiAlternatives(
        subject,
        "\n\n".join(parts) + "\n",
        to=[first.goes_to],
        reply_to=list(replies) if len(replies) == 1 and "" not in replies else None,
        headers={"Message-ID": f"<digest-{first.pk}@{host}>"} | _one_click(_all_off(messages)),
    )
    return with_page(mail)


def _part_of(message: Message) -> str:
    """A message without its greeting, which a digest says once."""
    words = _with_own_link(message).strip()
    opening, _gap, rest = words.partition("\n\n")
    is_greeting = "\n" not in opening and opening.endswith(",")
    off = _("No more mail of this kind: %(link)s") % {"link": _to_switch_off(message)}
    return f"*** {message.subject}\n\n{rest if is_greeting and rest else words}\n\n{off}"


def _with_own_link(message: Message) -> str:
    """Words of an organizer's own may have no place for the link: then it comes after them."""
    link = kinds.get(message.kind).own_link(message)
    if not link:
        return message.body
    words = (
        message.body if kinds.OWN_LINK in message.body else f"{message.body}\n{kinds.OWN_LINK}\n"
    )
    return words.replace(kinds.OWN_LINK, link)


def _to_switch_off(message: Message) -> str:
    """The address that ends this kind for this person, or everything of the list that somebody
    without an account is on; empty where it may not be switched off."""
    kind = kinds.get(message.kind)
    if message.to_id is None:
        row = kind.row_of(message)
        return kind.way_off(message, row) if row is not None else ""
    return addresses.to_switch_off(message.to_id, message.kind) if kind.is_optional else ""


def _all_off(messages: list[Message]) -> str:
    """The address that ends every kind of a digest: only what may be switched off is gathered."""
    person = messages[0].to_id
    found = dict.fromkeys(one.kind for one in messages if kinds.get(one.kind).is_optional)
    return addresses.to_switch_off(person, *found) if person and found else ""


def _one_click(address: str) -> dict[str, str]:
    """Mail programs show a button for this (RFC 2369, RFC 8058)."""
    if not address:
        return {}
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def with_page(mail: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Add the HTML part, made from the text: paragraphs, lists, addresses as links."""
    page = render_to_string(
        "mail/base.html",
        {
            "subject": mail.subject,
            "blocks": _blocks(str(mail.body)),
            "site_name": settings.SITE_NAME,
            "base_url": settings.BASE_URL,
        },
    )
    mail.attach_alternative(page, "text/html")
    mail.extra_headers |= AUTOMATIC
    return mail


def _blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """The lines of each paragraph, and of each list without its hyphens; whether it is a list."""
    for part in re.split(r"\n\s*\n", text.strip()):
        for is_list, lines in groupby(part.splitlines(), lambda line: line.startswith("- ")):
            yield is_list, [line.removeprefix("- ").strip() for line in lines]
