"""Sending what waits.

A message is claimed, sent and marked one by one, so that a poisoned one or a crash stops nobody
else's mail. What may have been sent is never sent again by itself.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from notifications import digest_times, kinds, mail, quiet_hours
from notifications.kinds import Kind
from notifications.models import Digest, Message, QuietHours, SkippedSending, SwitchedOff
from notifications.post import (
    BusyError,
    CutError,
    Post,
    RefusedError,
    SendError,
    UnreachableError,
)

logger = logging.getLogger(__name__)

# Waits after each try that the server put off: 16 hours together, longer than any greylisting.
TRY_AGAIN_AFTER = [timedelta(minutes=n) for n in (1, 5, 15, 30, 60, 120, 240, 480)]
STUCK_AFTER = timedelta(minutes=15)
# A sweep comes every minute; one that went on would hold a worker that other due work needs.
SEND_FOR = timedelta(seconds=45)
MOST_AN_HOUR = 3  # for one person about one thing
HOUR = timedelta(hours=1)

Status, Reason = Message.Status, Message.Reason


def send_waiting(at: datetime, *, limit: int | None = None) -> dict[str, int]:
    """Send what is due, for a while; how many messages went, and how many did not."""
    counts = Counter({"sent": 0, "not sent": 0})
    ends = monotonic() + SEND_FOR.total_seconds()
    with Post() as post:
        while monotonic() < ends and counts.total() != limit:
            message = _claim_next(at)
            if message is None:
                break
            try:
                is_sent = _deliver(message, post, at)
            except UnreachableError as error:
                put_back(message, str(error))
                break
            counts["sent" if is_sent else "not sent"] += 1
            if message.status == Status.UNCERTAIN:
                break  # the server is in trouble: the rest goes out with the next sweep
    return dict(counts)


def give_up_on_stuck(at: datetime) -> dict[str, int]:
    """Messages claimed long ago by a worker that died: they may have gone out, so a person decides."""
    stuck = Message.objects.filter(status=Status.SENDING, claimed_at__lt=at - STUCK_AFTER).update(
        status=Status.UNCERTAIN, problem=_("The sender stopped while this was being sent.")
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
            message.status = Status.SENDING
            message.claimed_at = at
            message.attempts += 1
            message.save(update_fields=["status", "claimed_at", "attempts"])
        return message


def _deliver(message: Message, post: Post, at: datetime) -> bool:
    """True when the mail server took it. Anything else is written on the row."""
    return is_to_be_sent(message, at) and send(mail.of(message), [message], post, at)


def send(letter: EmailMessage, messages: list[Message], post: Post, at: datetime) -> bool:
    """Send the mail that carries these messages, and write on their rows what became of it."""
    try:
        post.send(letter)
    except (BusyError, RefusedError, CutError) as error:
        for message in messages:
            _note_failure(message, error, at)
        return False
    for message in messages:
        message.sent_at = at
        _freeze(message, Status.SENT)
    return True


def _note_failure(message: Message, error: SendError, at: datetime) -> None:
    if isinstance(error, BusyError):
        _try_later(message, str(error), at)
    elif isinstance(error, CutError):
        _freeze(message, Status.UNCERTAIN, problem=str(error))
    else:
        _close(message, Status.FAILED, problem=str(error))


def is_to_be_sent(message: Message, at: datetime, *, in_digest: bool = False) -> bool:
    """Whether it is still true and in time. Then its words, and its part for a calendar, are on it,
    though not yet on its row. What goes in a digest has waited for its turn already."""
    if message.to is not None and not message.to.is_active:
        _cancel(message, Reason.ACCOUNT_CLOSED)
        return False
    try:
        return _is_worth_sending(message, at, in_digest=in_digest)
    except (kinds.GoneError, ObjectDoesNotExist):
        _cancel(message, Reason.NOT_TRUE)
    except SoftTimeLimitExceeded as error:
        raise UnreachableError(_("There was no time left to send it.")) from error
    except Exception as error:
        logger.exception("message %s cannot be written", message.pk)
        problem = _("The text could not be written (%(error)s).") % {"error": type(error).__name__}
        _close(message, Status.FAILED, problem=problem)
    return False


def _is_worth_sending(message: Message, at: datetime, *, in_digest: bool) -> bool:
    row = kinds.row_of(message)
    kind = kinds.get(message.kind)
    if reason := _not_wanted(message, kind, row, at):
        _cancel(message, reason)
        return False
    ends_at = kind.ends_at(message, row)
    if ends_at <= at:
        _close(message, Status.LATE, problem="")
        return False
    if _is_put_off(message, kind, at, ends_at, in_digest=in_digest):
        return False
    message.subject, message.body = kinds.render_with(message, kind.context(message, row, at))
    message.part = kind.part(message, row, at)
    return True


def _not_wanted(message: Message, kind: Kind, row: Any, at: datetime) -> Message.Reason | None:
    """Why nobody needs it any more; None if it is wanted."""
    if not kind.still_true(message, row, at):
        return Reason.NOT_TRUE
    if kind.is_optional and (_is_switched_off(message) or kind.is_muted(message, row)):
        return Reason.SWITCHED_OFF
    return Reason.SKIPPED if message.sending and _is_skipped(message) else None


def _is_put_off(
    message: Message, kind: Kind, at: datetime, ends_at: datetime, *, in_digest: bool
) -> bool:
    """Whether it goes later, or in a digest: then its row says when. What would be too late by then
    goes now."""
    next_turn = _after_what_comes_first(message, kind, at)
    if not in_digest:
        quiet = _after_quiet_hours(message, at)
        next_turn = max(next_turn, _next_turn(message, kind, at), quiet)
    if at < next_turn < ends_at:
        put_back(message, "", send_after=next_turn)
        return True
    digest_at = None if in_digest or not kind.is_optional else _digest_of(message, at)
    if digest_at and digest_at < ends_at:
        put_back(message, "", send_after=digest_at, gathered_for=digest_at)
        return True
    return False


def _next_turn(message: Message, kind: Kind, at: datetime) -> datetime:
    """When this person may hear of this matter again. The first news of a matter never waits."""
    if not (kind.wait or message.occasion or len(kind.speaks_with) > 1):
        return at
    lately = Message.objects.about_same(message).filter(
        kind__in=kind.speaks_with,
        status__in=[Status.SENT, Status.UNCERTAIN],
        claimed_at__gt=at - HOUR,
    )
    newest = lately.order_by("-claimed_at").values_list("claimed_at", flat=True)[:MOST_AN_HOUR]
    return newest[MOST_AN_HOUR - 1] + HOUR if len(newest) == MOST_AN_HOUR else at


def _is_switched_off(message: Message) -> bool:
    return SwitchedOff.objects.filter(person=message.to_id, kind=message.kind).exists()


def _is_skipped(message: Message) -> bool:
    """Organizers may have left the sending out while its messages were being written."""
    known = SkippedSending.objects.filter(scope=message.scope, kind=message.kind)
    return known.filter(key=message.sending).exists()


def _after_what_comes_first(message: Message, kind: Kind, at: datetime) -> datetime:
    """When the news that this one builds on goes: nobody hears of a session with somebody of whom
    they were not told yet."""
    if not (kind.follows and message.scope):
        return at
    ahead = Message.objects.filter(
        to=message.to_id,
        address=message.address,
        scope=message.scope,
        kind__in=kind.follows,
        status__in=[Status.HELD, Status.QUEUED],
    )
    newest = ahead.order_by("-send_after").values_list("send_after", flat=True).first()
    return max(newest, at) if newest else at


def _after_quiet_hours(message: Message, at: datetime) -> datetime:
    """When the hours in which this person wants no mail are over; now outside of them."""
    quiet = QuietHours.objects.filter(person=message.to_id).first()
    return (
        at
        if quiet is None or message.to is None
        else quiet_hours.over(
            at.astimezone(ZoneInfo(message.to.time_zone)), quiet.starts, quiet.ends
        )
    )


def _digest_of(message: Message, at: datetime) -> datetime | None:
    """When the digest goes that this person wants such messages gathered in; None for at once."""
    digest = Digest.objects.filter(person=message.to_id).first()
    if digest is None or message.to is None:
        return None
    weekday = digest.weekday if digest.every == Digest.Every.WEEK else None
    there = at.astimezone(ZoneInfo(message.to.time_zone))
    return digest_times.next_at(there, hour=digest.hour, weekday=weekday)


def _freeze(message: Message, status: Message.Status, *, problem: str = "") -> None:
    """These words went out, or may have: from now on the row keeps them."""
    message.status, message.problem = status, problem
    message.save(update_fields=["status", "sent_at", "problem", "subject", "body"])


def _close(message: Message, status: Message.Status, *, problem: str) -> None:
    message.status, message.problem = status, problem
    message.save(update_fields=["status", "problem"])


def _cancel(message: Message, reason: Message.Reason) -> None:
    message.status, message.reason, message.problem = Status.CANCELLED, reason, ""
    message.save(update_fields=["status", "reason", "problem"])


def _try_later(message: Message, problem: str, at: datetime) -> None:
    """Once more after a while; the server has put it off for so long: failed."""
    if message.attempts > len(TRY_AGAIN_AFTER):
        _close(message, Status.FAILED, problem=problem)
        return
    message.status, message.problem = Status.QUEUED, problem
    message.send_after = at + TRY_AGAIN_AFTER[message.attempts - 1]
    message.save(update_fields=["status", "problem", "send_after"])


def put_back(
    message: Message,
    problem: str,
    *,
    send_after: datetime | None = None,
    gathered_for: datetime | None = None,
) -> None:
    """It was not this message's turn: nothing counts as a try. Without another moment it keeps its
    own, and the digest it was to be in."""
    message.status, message.problem = Status.QUEUED, problem
    message.attempts -= 1
    if send_after is not None:
        message.send_after, message.gathered_for = send_after, gathered_for
    message.save(update_fields=["status", "problem", "attempts", "send_after", "gathered_for"])
