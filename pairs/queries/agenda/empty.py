"""Sessions ahead that have nothing on their agenda yet, and who was told so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from notifications.models import Message
from pairs.models import AgendaItem, MentoringSession, Pair
from pairs.models.pair import with_pair
from pairs.queries.pairs import Card
from people.models import User

SOON = timedelta(days=2)
LEAST = timedelta(hours=2)  # later than this there is no time left to prepare
REMINDED, ASKED = "agenda_empty", "agenda_asked"  # kinds of messages
_SETTLED = timedelta(hours=1)  # who has just planned it is perhaps still at it


@dataclass(frozen=True)
class Told:
    """That somebody was told of an empty agenda: reminded by us, or asked by their mentor."""

    person: User
    at: datetime
    is_asked: bool


@dataclass(frozen=True)
class Empty:
    """A session ahead without a point, as one of the pair sees it."""

    session: MentoringSession
    told: list[Told]
    may_ask: bool


def to_prepare(at: datetime) -> QuerySet[MentoringSession]:
    """A coffee chat needs no agenda."""
    points = AgendaItem.objects.open().filter(pair=OuterRef("pair"))
    sessions = MentoringSession.objects.planned().filter(
        ~Exists(points),
        kind=MentoringSession.Kind.SESSION,
        pair__state=Pair.State.ACTIVE,
        planned_at__gt=at + LEAST,
        planned_at__lte=at + SOON,
        created_at__lte=at - _SETTLED,
    )
    return with_pair(sessions).order_by("planned_at", "pk")


def bring_questions(pair: Pair) -> list[User]:
    """Whose the agenda is in the first place, and who is therefore reminded of it."""
    return [one.person for one in pair.everybody if pair.role_of(one.person) == "mentee"]


def occasion_of(session: MentoringSession) -> str:
    """The time it is planned for: of another one people may be told again."""
    return f"{session.planned_at:%Y%m%dT%H%M}" if session.planned_at else ""


def empty_of(card: Card) -> Empty | None:
    """Of the next session, while it is ahead and has no point. One query then."""
    session = card.next_session
    if session is None or card.is_next_over or card.open_agenda or not card.is_active:
        return None
    if session.kind == MentoringSession.Kind.COFFEE:
        return None
    told = _told(session)
    asked = {one.person for one in told if one.is_asked}
    may_ask = card.role == "mentor" and not asked.issuperset(bring_questions(card.pair))
    return Empty(session, told, may_ask)


def _told(session: MentoringSession) -> list[Told]:
    """Only what has gone out counts as a reminder; somebody's own question counts at once."""
    rows = Message.objects.about(session).filter(
        kind__in=[REMINDED, ASKED], occasion=occasion_of(session), to__isnull=False
    )
    out = rows.exclude(status=Message.Status.CANCELLED).select_related("to").order_by("pk")
    return [
        Told(row.reader, row.sent_at or row.created_at, row.kind == ASKED)
        for row in out
        if row.kind == ASKED or row.status == Message.Status.SENT
    ]
