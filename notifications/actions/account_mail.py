"""Account mails: codes, resets, verification.

No request waits for the mail server: the words wait in a sealed envelope, and threads of the worker
send them within a second or two (`notifications.post_office`). The message itself never holds them,
and says only that a mail went out.
"""

import json
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.mail import with_page
from notifications.models import Envelope, Message
from notifications.post import Post, RefusedError, SendError
from people.models import User
from people.sealing import seal, unseal

_KEY = "notifications.account_mail"
_Status = Message.Status
# Short waits, as somebody sits in front of the page; the last one repeats until the mail is no use.
TRY_AGAIN_AFTER = [timedelta(seconds=seconds) for seconds in (10, 20, 40, 60, 120)]


@transaction.atomic
def queue(
    mail: EmailMultiAlternatives, *, kind: str, to: User | None, at: datetime, good_for: timedelta
) -> Message:
    """Have a rendered mail sent as soon as the caller's transaction holds.

    to is None for an address that belongs to nobody. After good_for the mail is of no use, so it is
    not sent any more.
    """
    address = mail.to[0]
    row = Message.objects.create(
        to=to,
        address="" if to and to.email == address.lower() else address,
        kind=kind,
        about=f"user:{to.pk}" if to else "",
        is_account=True,
        created_at=at,
        send_after=at,
    )
    words = json.dumps({"subject": str(mail.subject), "body": str(mail.body)})
    Envelope.objects.create(message=row, sealed=seal(words, key=_KEY), good_until=at + good_for)
    return row


def send_waiting(at: datetime) -> dict[str, int]:
    """Send every account mail that is due; how many were tried."""
    _burn_leftovers()
    tried = 0
    while send_next(at):
        tried += 1
    return {"account mails": tried}


def send_next(at: datetime) -> bool:
    """Send the account mail that waits longest; False if none does. Several may do this at once."""
    message = _claim_next(at)
    if message is None:
        return False
    envelope = Envelope.objects.filter(message=message).first()
    words = unseal(envelope.sealed, key=_KEY) if envelope else None
    if envelope is None or words is None or envelope.good_until <= at:
        _close(message, _Status.FAILED, problem=_("It was no longer needed."))
        return True
    try:
        _send(message, **json.loads(words))
    except RefusedError as error:
        _close(message, _Status.FAILED, problem=str(error))
    except SendError as error:
        _try_later_or_give_up(message, error, at, good_until=envelope.good_until)
    else:
        _close(message, _Status.SENT, sent_at=at)
    return True


def _burn_leftovers() -> None:
    """Delete the words of mails whose sender was killed: nobody will send them."""
    waiting = [_Status.QUEUED, _Status.SENDING]
    Envelope.objects.exclude(message__status__in=waiting).delete()


@transaction.atomic
def _claim_next(at: datetime) -> Message | None:
    message = (
        Message.objects.filter(is_account=True, status=_Status.QUEUED, send_after__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("to")
        .order_by("send_after", "pk")
        .first()
    )
    if message is not None:
        message.status, message.claimed_at = _Status.SENDING, at
        message.attempts += 1
        message.save(update_fields=["status", "claimed_at", "attempts"])
    return message


def _send(message: Message, *, subject: str, body: str) -> None:
    address = message.address or message.goes_to
    with Post() as post:
        post.send(with_page(EmailMultiAlternatives(subject, body, to=[address])))


def _try_later_or_give_up(
    message: Message, error: SendError, at: datetime, *, good_until: datetime
) -> None:
    """A mail that may have arrived is sent again too: the same code twice harms nobody."""
    wait = TRY_AGAIN_AFTER[min(message.attempts, len(TRY_AGAIN_AFTER)) - 1]
    if at + wait >= good_until:
        _close(message, _Status.FAILED, problem=str(error))
        return
    message.status, message.send_after = _Status.QUEUED, at + wait
    message.problem = str(error)
    message.save(update_fields=["status", "send_after", "problem"])


@transaction.atomic
def _close(
    message: Message, status: Message.Status, *, problem: str = "", sent_at: datetime | None = None
) -> None:
    message.status, message.problem, message.sent_at = status, problem, sent_at
    message.save(update_fields=["status", "problem", "sent_at"])
    Envelope.objects.filter(message=message).delete()
