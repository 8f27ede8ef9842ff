"""What a mail says in reply: its own words, without what it quotes. No database, no clock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

# Where mail servers say whom a mail was delivered to.
_TO = ("Delivered-To", "X-Original-To", "To", "Cc")
# Strangers write these lines: each pattern reads one of any length in one go, without going back.
_QUOTES_BEGIN = re.compile(r">|--.*--$|_{10,}$|-- $")
_ADDRESS = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")


@dataclass(frozen=True)
class Reply:
    number: str  # its Message-ID
    sender: str
    addresses: list[str]
    text: str
    is_automatic: bool  # "out of office" and the like


def read(mail: EmailMessage) -> Reply:
    part = mail.get_body(preferencelist=("plain",))
    text = part.get_content() if part is not None else ""
    headers = [str(value) for name in _TO for value in mail.get_all(name, [])]
    return Reply(
        number=_storable(str(mail.get("Message-ID", "")).strip()[:250]),
        sender=parseaddr(str(mail.get("From", "")))[1],
        addresses=[address for _name, address in getaddresses(headers)],
        text=own_words(str(text).splitlines()),
        is_automatic=str(mail.get("Auto-Submitted", "no")).lower() != "no",
    )


def own_words(lines: Iterable[str]) -> str:
    """Everything above the first line that begins a quotation or a signature."""
    own: list[str] = []
    for line in lines:
        if _QUOTES_BEGIN.match(line) or _says_who_wrote(line):
            break
        own.append(line.rstrip())
    return _storable("\n".join(own)).strip()


def _says_who_wrote(line: str) -> bool:
    """What programs of many languages put above the mail they quote ends with a colon and has an
    address."""
    return line.rstrip().endswith(":") and _ADDRESS.search(line) is not None


def _storable(text: str) -> str:
    """Without what no column can hold: NUL and halves of characters."""
    return text.replace("\x00", "").encode(errors="replace").decode()
