"""Messages as tests look at them."""

from notifications import kinds
from notifications.actions import delivery, outbox
from notifications.models import Message


def words_of(message):
    """Subject and body as they read at the moment the message was written."""
    return kinds.render(message, at=message.created_at)


def remind(kind, at):
    """Let the clock do one kind of reminder; how many people were told."""
    [count] = outbox.remind(kinds.get(kind), at).values()
    return count


def fate(kind, at, **filters):
    """What became of the newest message of a kind once everything due by then was looked at."""
    delivery.send_waiting(at)
    message = Message.objects.filter(kind=kind, **filters).order_by("-pk").first()
    return str(message.get_reason_display() or message.get_status_display())


UNTRUE, LATE, SENT = "No longer true", "Too late", "Sent"


def kinds_to(person):
    """What one person was told, or is to be told: the kinds, oldest first."""
    told = Message.objects.filter(to=person).exclude(status=Message.Status.CANCELLED)
    return list(told.order_by("pk").values_list("kind", flat=True))
