"""Sending what waits.

A message is claimed, sent and marked one by one, so that a poisoned one or a crash stops nobody
else's mail. What may have been sent is never sent again by itself.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from notifications import kinds
from notifications.mail import with_page
from notifications.models import Message

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 180)]
STUCK_AFTER = timedelta(minutes=15)


def send_waiting(at: datetime, *, limit: int = 500) -> dict[str, int]:
    """Send up to `limit` messages that are due; how many went and how many did not."""
    counts = {"sent": 0, "not sent": 0}
    with get_connection() as connection:
        for _turn in range(limit):
            message = _claim_next(at)
            if message is None:
                break
            counts["sent" if _deliver(message, connection, at) else "not sent"] += 1
            if message.status == Message.Status.UNCERTAIN:
                break  # the line is broken: the rest goes out with the next sweep
    return counts


def give_up_on_stuck(at: datetime) -> dict[str, int]:
    """Messages claimed long ago by a worker that died: they may have gone out, so a person decides."""
    stuck = Message.objects.filter(
        status=Message.Status.SENDING, claimed_at__lt=at - STUCK_AFTER
    ).update(
        status=Message.Status.UNCERTAIN, problem="The sender stopped while this was being sent."
    )
    return {"uncertain": stuck}


def _claim_next(at: datetime) -> Message | None:
    with transaction.atomic():
        message = (
            Message.objects.waiting(at)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("to")
            .order_by("send_after", "pk")
            .first()
        )
        if message is not None:
            message.status = Message.Status.SENDING
            message.claimed_at = at
            message.attempts += 1
            message.save(update_fields=["status", "claimed_at", "attempts"])
        return message


def _deliver(message: Message, connection: BaseEmailBackend, at: datetime) -> bool:
    """True when the mail server took it. Anything else is written on the row."""
    if message.to is not None and not message.to.is_active:
        _close(message, Message.Status.CANCELLED, problem="The account is closed.")
        return False
    try:
        subject, body = kinds.render(message)
        mail = EmailMultiAlternatives(
            subject,
            body,
            to=[message.goes_to],
            connection=connection,
            headers={"Message-ID": f"<message-{message.pk}@{_host()}>"},
        )
        with_page(mail).send()
    except smtplib.SMTPRecipientsRefused:
        _close(message, Message.Status.FAILED, problem="The address was refused.")
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, ConnectionRefusedError) as error:
        _try_later(message, type(error).__name__, at)
    except smtplib.SMTPResponseException as error:
        _try_later(message, f"Mail server: {error.smtp_code}", at)
    except OSError as error:
        problem = f"The line broke while sending ({type(error).__name__})."
        _close(message, Message.Status.UNCERTAIN, problem=problem)
    except Exception as error:
        logger.exception("message %s cannot be written", message.pk)
        problem = f"The text could not be made ({type(error).__name__})."
        _close(message, Message.Status.FAILED, problem=problem)
    else:
        _freeze(message, subject, body, at)
        return True
    return False


def _freeze(message: Message, subject: str, body: str, at: datetime) -> None:
    message.status, message.sent_at, message.problem = Message.Status.SENT, at, ""
    message.subject, message.body = subject, body
    message.save(update_fields=["status", "sent_at", "problem", "subject", "body"])


def _close(message: Message, status: Message.Status, *, problem: str) -> None:
    message.status, message.problem = status, problem
    message.save(update_fields=["status", "problem"])


def _try_later(message: Message, problem: str, at: datetime) -> None:
    """Certain not to be sent: once more after a while, in the end failed."""
    if message.attempts > len(TRY_AGAIN_AFTER):
        _close(message, Message.Status.FAILED, problem=problem)
        return
    message.status, message.problem = Message.Status.QUEUED, problem
    message.send_after = at + TRY_AGAIN_AFTER[message.attempts - 1]
    message.save(update_fields=["status", "problem", "send_after"])


def _host() -> str:
    return settings.BASE_URL.split("//", 1)[-1].split("/")[0].split(":")[0]
