from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

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


@dataclass(frozen=True)
class KindGroup:
    """Messages of one kind: how far they are, and when the newest went or goes."""

    kind: str
    label: str
    counts: dict[str, int]
    newest: datetime

    @property
    def sent(self) -> int:
        return self.counts.get(Message.Status.SENT, 0)

    @property
    def waiting(self) -> int:
        return sum(self.counts.get(status, 0) for status in _WAITING)

    @property
    def trouble(self) -> int:
        return sum(self.counts.get(status, 0) for status in TROUBLE)

    @property
    def every(self) -> int:
        """But for those nobody needs any more."""
        return self.sent + self.waiting + self.trouble


_WAITING = [Message.Status.HELD, Message.Status.QUEUED, Message.Status.SENDING]
TROUBLE = [Message.Status.FAILED, Message.Status.UNCERTAIN]
NOT_NEEDED = [Message.Status.CANCELLED, Message.Status.LATE]


def groups_by_kind(messages: QuerySet[Message]) -> list[KindGroup]:
    """Messages by kind, what is not needed any more left out; the newest first; one query."""
    rows = messages.exclude(status__in=NOT_NEEDED).order_by().values_list("kind", "status")
    newest: dict[str, datetime] = {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    moment = Max(Coalesce("sent_at", "send_after"))
    for kind, status, count, last in rows.annotate(Count("pk"), moment=moment):
        counts[kind][status] = count
        newest[kind] = max(newest.get(kind, last), last)
    kinds_found = sorted(counts, key=lambda kind: newest[kind], reverse=True)
    return [KindGroup(kind, kinds.label(kind), counts[kind], newest[kind]) for kind in kinds_found]


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


def kinds_in(messages: QuerySet[Message]) -> list[tuple[str, str]]:
    """The kinds of these messages, with their labels and in the order of them; one query."""
    found = messages.order_by().values_list("kind", flat=True).distinct()
    return sorted(((kind, kinds.label(kind)) for kind in found), key=lambda kind: kind[1])


def narrowed(
    messages: QuerySet[Message], asked: Mapping[str, str], zone: tzinfo
) -> QuerySet[Message]:
    """Messages that fit what stands in an address: `q` words, `kind`, `state`, and the days `since`
    and `until` on which they went or go, by the clock of `zone`.

    Without a state, what is not needed any more is left out as soon as a kind or a day is asked for.
    """
    found = search(messages, asked.get("q", ""))
    kind, state = asked.get("kind", "").replace("\x00", ""), asked.get("state", "")
    since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
    if kind:
        found = found.filter(kind=kind)
    if state in Message.Status:
        found = found.filter(status=state)
    elif kind or since or until:
        found = found.exclude(status__in=NOT_NEEDED)
    if since:
        start = datetime.combine(since, time.min, zone)
        found = found.filter(_when(gte=start))
    if until:
        end = datetime.combine(until, time.min, zone) + timedelta(days=1)
        found = found.filter(_when(lt=end))
    return found


def _when(**bound: datetime) -> Q:
    """Of a message the moment at which it went, or is to go."""
    [(compare, moment)] = bound.items()
    went = Q(**{f"sent_at__{compare}": moment})
    return went | Q(**{f"send_after__{compare}": moment}, sent_at__isnull=True)


def _day(typed: str) -> date | None:
    """A day of an address that people may have typed: what is none counts as not given."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def search(messages: QuerySet[Message], words: str) -> QuerySet[Message]:
    """Messages to people whom the words fit, and those whose subject, once sent, contains them."""
    words = words.replace("\x00", "").strip()
    if not words:
        return messages
    fits = Q(subject__icontains=words)
    if search_words(words):
        fits |= Q(to__in=matching(User.objects.order_by(), words).values("pk"))
    return messages.filter(fits)
