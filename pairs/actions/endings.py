"""A cycle is over: its pairs have had what they came for."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.actions import outbox
from notifications.kinds import News
from pairs.actions import pairs
from pairs.models import Pair
from programs.models import Cycle

KIND = "pair_completed"


def end_with_the_cycle(at: datetime) -> dict[str, int]:
    """End the pairs of cycles whose last day is over, and tell both what happens next; once."""
    tomorrow = at.date() + timedelta(days=1)  # somewhere it is that day already
    active = Pair.objects.active().values("cycle")
    rows = Cycle.objects.filter(ends_on__lt=tomorrow, pk__in=active)
    over = [cycle for cycle in rows if cycle.ends_on and cycle.ends_on < cycle.day(at)]
    return {"completed pairs": sum(_complete(cycle, at) for cycle in over)}


@transaction.atomic
def _complete(cycle: Cycle, at: datetime) -> int:
    """The applications stay as they are: these people were paired."""
    active = list(
        Pair.objects.active()
        .filter(cycle=cycle)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("cycle", "mentor", "mentee")
        .order_by("pk")
    )
    pairs.close(active, reason=Pair.EndReason.COMPLETED, by=None, at=at)
    news = [News(person, pair, cycle) for pair in active for person in _two(pair)]
    outbox.tell_each(KIND, news, at=at)
    return len(active)


def _two(pair: Pair) -> tuple[int, int]:
    return pair.mentor.person_id, pair.mentee.person_id
