"""Account mails: codes, resets, verification. The row says that a mail went out, never what it said."""

from datetime import datetime
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from notifications.mail import with_page
from notifications.models import Message
from people.models import User


def send(mail: EmailMultiAlternatives, *, kind: str, to: User | None, at: datetime) -> Message:
    """Send a rendered mail as soon as the transaction holds; the row's status tells how it went.

    It is not queued, because a queue would have to store the code. `to` is None for an address
    that belongs to nobody.
    """
    address = mail.to[0]
    row = Message.objects.create(
        to=to,
        address="" if to and to.email == address.lower() else address,
        kind=kind,
        about=f"user:{to.pk}" if to else "",
        is_account=True,
        status=Message.Status.SENDING,
        attempts=1,
        created_at=at,
        send_after=at,
        claimed_at=at,
    )
    transaction.on_commit(partial(_deliver, row, mail))
    return row


def _deliver(row: Message, mail: EmailMultiAlternatives) -> None:
    try:
        with_page(mail).send()
    except OSError as error:  # smtplib's own errors are OSErrors too
        row.status, row.problem = Message.Status.FAILED, type(error).__name__
    else:
        row.status, row.sent_at = Message.Status.SENT, timezone.now()
    row.save(update_fields=["status", "problem", "sent_at"])
