"""How the directory is used, in numbers: for administrators, who never read a word of a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import Count, F

from directory.models import Availability, MentoringRequest, PairRegistration, Seeking
from pairs.models import Pair

LOOKED_BACK = timedelta(days=365)
_State = MentoringRequest.State


@dataclass(frozen=True)
class Use:
    """Counts of a year, and how things stand now."""

    available: int
    paused: int
    wishes: int
    requests: int
    open: int
    accepted: int
    declined: int
    expired: int
    others: int  # taken back, or ended by themselves
    median_days: int | None
    pairs_now: int
    pairs_ever: int
    registered: int


def use(at: datetime) -> Use:
    since = at - LOOKED_BACK
    asked = MentoringRequest.objects.filter(created_at__gt=since)
    by_state = dict(asked.order_by().values_list("state").annotate(Count("pk")))
    offers = dict(
        Availability.objects.filter(person__is_active=True, person__is_guest=False)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    took = asked.filter(first_reply_at__isnull=False)
    waited = took.order_by().values_list(F("first_reply_at") - F("created_at"), flat=True)
    days = median(one / timedelta(days=1) for one in waited) if waited else None
    pairs = Pair.objects.filter(cycle__program__is_independent=True)
    total = sum(by_state.values())
    shown = (_State.OPEN, _State.ACCEPTED, _State.DECLINED, _State.EXPIRED)
    return Use(
        available=offers.get(Availability.State.OPEN, 0),
        paused=offers.get(Availability.State.PAUSED, 0),
        wishes=Seeking.objects.filter(wants_word=True).count(),
        requests=total,
        open=by_state.get(_State.OPEN, 0),
        accepted=by_state.get(_State.ACCEPTED, 0),
        declined=by_state.get(_State.DECLINED, 0),
        expired=by_state.get(_State.EXPIRED, 0),
        others=total - sum(by_state.get(state, 0) for state in shown),
        median_days=None if days is None else max(ceil(days), 1),
        pairs_now=pairs.active().count(),
        pairs_ever=pairs.count(),
        registered=PairRegistration.objects.filter(state=PairRegistration.State.CONFIRMED).count(),
    )
