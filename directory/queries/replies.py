"""How fast mentors answer: what everybody may know before they ask."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from directory.models import MentoringRequest

LOOKED_AT = 8  # the latest requests of a mentor
LOOKED_BACK = timedelta(days=730)
_State = MentoringRequest.State
# Not counted: those that ended before the mentor owed a word.
_UNOWED = (_State.TAKEN_BACK, _State.CLOSED)


@dataclass(frozen=True)
class Debt:
    """A mentor's open requests, and how long they took over the last ones."""

    open: int = 0
    answered: int = 0
    unanswered: int = 0
    median_days: int | None = None


def debts(mentors: Collection[int], at: datetime) -> dict[int, Debt]:
    """For each of these mentors, with one query."""
    rows = (
        MentoringRequest.objects.filter(mentor__in=mentors, created_at__gt=at - LOOKED_BACK)
        .order_by("-created_at", "-pk")
        .values_list("mentor", "state", "created_at", "first_reply_at")
    )
    by_mentor = defaultdict(list)
    for mentor, state, created_at, first_reply_at in rows:
        by_mentor[mentor].append((state, created_at, first_reply_at))
    return {pk: _debt(by_mentor[pk]) for pk in mentors}


def _debt(rows: list[tuple]) -> Debt:
    owed = [row for row in rows if row[0] != _State.OPEN and (row[2] or row[0] not in _UNOWED)]
    owed += [row for row in rows if row[0] == _State.OPEN and row[2]]
    last = sorted(owed, key=lambda row: row[1], reverse=True)[:LOOKED_AT]
    took = [reply - asked for _state, asked, reply in last if reply]
    unanswered = sum(1 for state, _asked, reply in last if not reply and state == _State.EXPIRED)
    days = median(one / timedelta(days=1) for one in took) if took else None
    return Debt(
        open=sum(1 for row in rows if row[0] == _State.OPEN),
        answered=len(took),
        unanswered=unanswered,
        median_days=None if days is None else max(ceil(days), 1),
    )
