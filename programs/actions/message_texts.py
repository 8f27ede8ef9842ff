"""Own words for the messages of a cycle."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.queries import sending_ahead
from people.actions import audit
from people.models import User
from programs.actions.settings import changing
from programs.models import Cycle, MessageText
from programs.rules import message_texts


def save(
    cycle: Cycle, kind: str, *, subject: str, body: str, base: str, by: User, at: datetime
) -> None:
    """Messages that are not sent yet use the new words too. Two empty texts: standard again."""
    _refuse_unknown(kind, subject, body)
    with changing(cycle, "messages", base=base, by=by, at=at) as locked:
        if subject or body:
            words = {"subject": subject, "body": body}
            MessageText.objects.update_or_create(cycle=locked, kind=kind, defaults=words)
        else:
            locked.message_texts.filter(kind=kind).delete()


def back_to_standard(cycle: Cycle, kind: str, *, by: User, at: datetime) -> None:
    with changing(cycle, "messages", base=None, by=by, at=at) as locked:
        locked.message_texts.filter(kind=kind).delete()


@transaction.atomic
def save_for_one(
    cycle: Cycle, kind: str, key: str, *, subject: str, body: str, by: User, at: datetime
) -> None:
    """Words for one sending, until it goes out. Two empty texts: as always again."""
    _refuse_unknown(kind, subject, body)
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if kind not in MessageText.Kind or sending_ahead(cycle, kind, key, at) is None:
        raise ValidationError(
            _("This has gone out, or its date has changed. Its words can no longer be changed."),
            code="gone",
        )
    if subject or body:
        words = {"subject": subject, "body": body}
        cycle.sending_texts.update_or_create(kind=kind, key=key, defaults=words)
    else:
        cycle.sending_texts.filter(kind=kind, key=key).delete()
    audit.note("sending_worded", cycle, by=by, at=at)


def _refuse_unknown(kind: str, *texts: str) -> None:
    for text in texts:
        if wrong := message_texts.unknown(kind, text):
            message = _("%s means nothing in this message.") % wrong[0]
            raise ValidationError(message, code="unknown_placeholder")
