from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Count, Max, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from notifications import kinds
from notifications.keys import key_of
from notifications.kinds import Reminder, Sending
from notifications.models import Message, SkippedSending
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


@dataclass(frozen=True)
class Planned:
    """What else goes out by itself, once, and is changed on a page of its own."""

    goes_at: datetime
    label: str | Promise
    title: str
    address: str


@dataclass(frozen=True)
class Ahead:
    """The next sending of one reminder in a cycle; how many people it would reach as of now, None
    where nobody may know; and when it goes after that."""

    kind: str
    label: str
    sending: Sending
    count: int | None
    later: list[Sending]

    @property
    def goes_at(self) -> datetime:
        return self.sending.goes_at


_planned: list[Callable[[Any, datetime], Iterable[Planned]]] = []


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


def add_planned(find: Callable[[Any, datetime], Iterable[Planned]]) -> None:
    """A higher app that sends something by itself, at moments its organizers have set."""
    _planned.append(find)


def planned_in(scope: Model, at: datetime) -> list[Planned]:
    found = [one for find in _planned for one in find(scope, at)]
    return sorted(found, key=lambda one: one.goes_at)


def ahead_of(scope: Model, at: datetime) -> list[Ahead]:
    """Of each reminder what it sends next in this cycle, but for what is left out; soonest first."""
    skipped = set(skipped_in(scope, at).values_list("kind", "key"))
    found = []
    for kind in _reminders():
        coming = [one for one in _coming(kind, scope, at) if (kind.name, one.key) not in skipped]
        if coming:
            first, *later = coming
            people = {news.to for news in first.news()} if first.news else None
            count = None if people is None else len(people)
            found.append(Ahead(kind.name, kinds.label(kind.name), first, count, later))
    return sorted(found, key=lambda one: one.goes_at)


def skipped_in(scope: Model, at: datetime) -> QuerySet[SkippedSending]:
    """What is left out of what is still to come."""
    return SkippedSending.objects.filter(scope=key_of(scope), goes_at__gt=at)


def sending_ahead(scope: Model, kind: str, key: str, at: datetime) -> Sending | None:
    """One sending that is still to come, left out or not."""
    speaking = next((one for one in _reminders() if one.name == kind), None)
    coming = _coming(speaking, scope, at) if speaking else []
    return next((one for one in coming if one.key == key), None)


def _reminders() -> list[Reminder]:
    return [kind for kind in kinds.registered() if isinstance(kind, Reminder)]


def _coming(kind: Reminder, scope: Model, at: datetime) -> list[Sending]:
    found = [one for one in kind.ahead(scope, at) if one.goes_at > at]
    return sorted(found, key=lambda one: one.goes_at)
