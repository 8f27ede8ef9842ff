"""Sending what people want gathered: one mail for all that waits for its moment.

Messages come here from `delivery`, which finds out of each whether it can wait. All of one person's are
claimed at once under a lock on the person, so that two workers never make two mails of them.
"""

from collections import Counter
from datetime import datetime
from time import monotonic

from django.db import transaction
from django.db.models import Exists, OuterRef

from notifications import mail
from notifications.actions import delivery
from notifications.actions.delivery import SEND_FOR, Status
from notifications.models import Message
from notifications.post import Post, UnreachableError
from people.models import User


def send_due(at: datetime) -> dict[str, int]:
    """Send every digest whose moment has come, for a while; how many mails."""
    counts = Counter({"digests": 0})
    ends = monotonic() + SEND_FOR.total_seconds()
    with Post() as post:
        while monotonic() < ends:
            messages = _claim_next(at)
            if messages is None:
                break
            try:
                counts["digests"] += _deliver(messages, post, at)
            except UnreachableError as error:
                for message in messages:
                    if message.status == Status.SENDING:
                        delivery.put_back(message, str(error))
                break
            if any(message.status == Status.UNCERTAIN for message in messages):
                break  # the server is in trouble: the rest goes out with the next sweep
    return dict(counts)


@transaction.atomic
def _claim_next(at: datetime) -> list[Message] | None:
    """All that is due of one person; empty when another worker was faster, None when nobody waits."""
    waiting = Message.objects.gathered(at)
    people = User.objects.filter(Exists(waiting.filter(to=OuterRef("pk")))).order_by("pk")
    person = people.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if person is None:
        return None
    rows = waiting.filter(to=person).select_for_update(of=("self",)).select_related("to")
    messages = list(rows.order_by("gathered_for", "pk"))
    for message in messages:
        message.status, message.claimed_at = Status.SENDING, at
        message.attempts += 1
    Message.objects.bulk_update(messages, ["status", "claimed_at", "attempts"])
    return messages


def _deliver(messages: list[Message], post: Post, at: datetime) -> int:
    """What has become untrue, or was switched off since, is left out: its row says why. A single one
    that is left goes as a mail of its own. How many mails the server took."""
    worth = [one for one in messages if delivery.is_to_be_sent(one, at, in_digest=True)]
    if not worth:
        return 0
    letter = mail.of(worth[0]) if len(worth) == 1 else mail.of_many(worth)
    return int(delivery.send(letter, worth, post, at))
