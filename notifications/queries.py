from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from notifications import kinds
from notifications.models import Message


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
    """Messages whose recipient's name or address, or subject once sent, contains the words."""
    words = words.replace("\x00", "").strip()
    if not words:
        return messages
    return messages.filter(
        Q(to__sort_name__contains=words.casefold())
        | Q(to__email__startswith=words.lower())
        | Q(subject__icontains=words)
    )
