"""What an organizer does about mail that did not go as planned."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.models import Message

_Status = Message.Status


def send_again(message: Message, *, at: datetime) -> None:
    """Queue a message that failed, or that may not have arrived, once more, in words of now."""
    _move(
        message,
        {_Status.FAILED, _Status.UNCERTAIN},
        _Status.QUEUED,
        send_after=at,
        attempts=0,
        gathered_for=None,
        subject="",
        body="",
    )


def note_arrived(message: Message) -> None:
    """Somebody knows that an uncertain message did arrive."""
    _move(message, {_Status.UNCERTAIN}, _Status.SENT, sent_at=message.claimed_at)


def discard(message: Message) -> None:
    """Take a message out that was not sent yet."""
    _move(
        message,
        {_Status.HELD, _Status.QUEUED, _Status.FAILED},
        _Status.CANCELLED,
        reason=Message.Reason.DISCARDED,
    )


@transaction.atomic
def _move(message: Message, allowed: set[str], status: str, **fields: object) -> None:
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if locked.status not in allowed:
        raise ValidationError(
            _("This message is already “%(state)s”."),
            code="wrong_status",
            params={"state": locked.get_status_display()},
        )
    locked.status, locked.problem = status, ""
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", "problem", *fields])
