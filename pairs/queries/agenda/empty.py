"""Sessions that come soon and have nothing on their agenda yet."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from pairs.models import AgendaItem, MentoringSession, Pair

SOON = timedelta(days=2)
LEAST = timedelta(hours=2)  # later than this there is no time left to prepare
_SETTLED = timedelta(hours=1)  # who has just planned it is perhaps still at it


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
    people = ("pair__cycle__program", "pair__mentor__person", "pair__mentee__person")
    return sessions.select_related(*people).order_by("planned_at", "pk")
