from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from notifications import kinds
from notifications.models import Message
from people.models import User
from people.queries import matching, search_words


@dataclass(frozen=True)
class KindCount:
    """How many messages of one kind are in one state."""

    kind: str
    label: str
    status: str
    count: int


def counts_by_kind(messages: QuerySet[Message]) -> list[KindCount]:
    """Messages by kind and state, in the order of their names; one query."""
    rows = messages.order_by("kind", "status").values_list("kind", "status")
    return [
        KindCount(kind, kinds.label(kind), status, count)
        for kind, status, count in rows.annotate(Count("pk"))
    ]


def counts_by_status(messages: QuerySet[Message]) -> dict[str, int]:
    """Messages by state, all states named, and "all"; one query."""
    counts = {status: Count("pk", filter=Q(status=status)) for status in Message.Status.values}
    return messages.aggregate(all=Count("pk"), **counts)


def search(messages: QuerySet[Message], words: str) -> QuerySet[Message]:
    """Messages to people whom the words fit, and those whose subject, once sent, contains them."""
    words = words.replace("\x00", "").strip()
    if not words:
        return messages
    fits = Q(subject__icontains=words)
    if search_words(words):
        fits |= Q(to__in=matching(User.objects.order_by(), words).values("pk"))
    return messages.filter(fits)
