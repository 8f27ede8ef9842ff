"""Own words for the messages of a cycle."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import User
from programs.actions.settings import changing
from programs.models import Cycle, MessageText
from programs.rules import message_texts


def save(
    cycle: Cycle, kind: str, *, subject: str, body: str, base: str, by: User, at: datetime
) -> None:
    """Messages that are not sent yet use the new words too. Two empty texts: standard again."""
    for text in (subject, body):
        if wrong := message_texts.unknown(kind, text):
            message = _("%s means nothing in this message.") % wrong[0]
            raise ValidationError(message, code="unknown_placeholder")
    with changing(cycle, "messages", base=base, by=by, at=at) as locked:
        if subject or body:
            words = {"subject": subject, "body": body}
            MessageText.objects.update_or_create(cycle=locked, kind=kind, defaults=words)
        else:
            locked.message_texts.filter(kind=kind).delete()


def back_to_standard(cycle: Cycle, kind: str, *, by: User, at: datetime) -> None:
    with changing(cycle, "messages", base=None, by=by, at=at) as locked:
        locked.message_texts.filter(kind=kind).delete()
