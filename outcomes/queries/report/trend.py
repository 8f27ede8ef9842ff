"""How many pairs met, fortnight by fortnight."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, QuerySet

from outcomes.queries.meetings import Meetings, rhythm_of
from outcomes.queries.shares import percent
from pairs.models import MentoringSession, Pair
from programs.models import Cycle


@dataclass(frozen=True)
class Fortnight:
    """A complete window of the cycle: the pairs that answer for it, and those of them that met."""

    first: date
    last: date
    met: int
    due: int

    @property
    def percent(self) -> float | None:
        return percent(self.met, self.due)


def fortnights_of(cycle: Cycle, meetings: Meetings, *, at: datetime) -> list[Fortnight]:
    """Two queries for any number of pairs; none before the first window is complete."""
    if not meetings.complete:
        return []
    rhythm = rhythm_of(cycle, at=at)
    pairs: QuerySet = Pair.objects.filter(cycle=cycle).annotate(**rhythm.own()).order_by()
    spans = list(pairs.values_list("first_own", "last_own").annotate(pairs=Count("pk")))
    held = MentoringSession.objects.held().filter(pair__cycle=cycle, held_on__gte=cycle.starts_on)
    in_own = held.annotate(**rhythm.own("pair__"), place=rhythm.number(F("held_on"))).filter(
        place__gte=F("first_own"), place__lte=F("last_own")
    )
    rows = in_own.order_by().values_list("place").annotate(pairs=Count("pair", distinct=True))
    met = dict(rows)
    return [
        Fortnight(
            window.first,
            window.last,
            met=met.get(window.number, 0),
            due=sum(count for first, last, count in spans if first <= window.number <= last),
        )
        for window in meetings.complete
    ]
