"""Mail addresses at which a reply becomes part of a question's conversation."""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.models import CycleQuestion
from notifications.keys import number_in
from notifications.models import Message

_SALT = "applications.question_reply"
_TOKEN = re.compile(r"\+q(\d{1,12})-(\d{1,12})-([0-9a-f]{20})@", re.IGNORECASE)


def to_reply(message: Message) -> str:
    """Where this reader's answer to a message about a question goes; empty where the site takes in
    no mail. Lower case and short, since servers on the way may not keep more."""
    question = number_in(message.about, CycleQuestion)
    name, _at, host = settings.REPLY_ADDRESS.rpartition("@")
    if not name or question is None or message.to_id is None:
        return ""
    return f"{name}+q{question}-{message.to_id}-{_signature(question, message.to_id)}@{host}"


def read(address: str) -> tuple[int, int] | None:
    """The numbers of question and person; None for an address that we did not write."""
    found = _TOKEN.search(address)
    if found is None:
        return None
    question, person = int(found[1]), int(found[2])
    is_ours = constant_time_compare(found[3].lower(), _signature(question, person))
    return (question, person) if is_ours else None


def _signature(question: int, person: int) -> str:
    return salted_hmac(_SALT, f"{question}-{person}").hexdigest()[:20]
