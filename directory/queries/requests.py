"""What waits for a person, and the requests they sent or got."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from directory.models import MentoringRequest, PairRegistration, RequestEntry
from people.models import User

MOST_PAST = 20


@dataclass(frozen=True)
class Own:
    """Everything on one's own page of requests."""

    received: list[MentoringRequest]
    sent: list[MentoringRequest]
    past: list[MentoringRequest]
    registrations: list[PairRegistration]


def own(user: User) -> Own:
    rows = MentoringRequest.objects.of(user).with_people()
    waiting = list(rows.open().order_by("expires_at", "pk"))
    return Own(
        received=[row for row in waiting if row.mentor_id == user.pk],
        sent=[row for row in waiting if row.mentee_id == user.pk],
        past=list(
            rows.exclude(state=MentoringRequest.State.OPEN).order_by("-ended_at")[:MOST_PAST]
        ),
        registrations=list(PairRegistration.objects.open().of(user).with_people()),
    )


def readable(user: User) -> QuerySet[MentoringRequest]:
    entries = RequestEntry.objects.select_related("author")
    rows = MentoringRequest.objects.of(user).with_people()
    return rows.prefetch_related(Prefetch("entries", entries))


def to_answer(user: User, at: datetime) -> int:
    """Requests that wait for this mentor's word: the last one to write was the mentee."""
    return waits_for_mentor(at).filter(mentor=user).count()


def to_reply(user: User, at: datetime) -> QuerySet[MentoringRequest]:
    """Requests in which the mentor asked something back."""
    rows = _waiting(at, Q(last_author=F("mentor"))).filter(mentee=user)
    return rows.select_related("mentor").order_by("expires_at", "pk")


def waits_for_mentor(at: datetime) -> QuerySet[MentoringRequest]:
    """Open requests in which the mentee was the last to write."""
    return _waiting(at, Q(last_author__isnull=True) | Q(last_author=F("mentee")))


def _waiting(at: datetime, last: Q) -> QuerySet[MentoringRequest]:
    newest = RequestEntry.objects.filter(request=OuterRef("pk")).order_by("-created_at", "-pk")
    rows = MentoringRequest.objects.open().filter(expires_at__gt=at)
    return rows.annotate(last_author=Subquery(newest.values("author")[:1])).filter(last)
