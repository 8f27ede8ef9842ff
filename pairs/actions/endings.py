"""A pair's last day is over, its cycle's or its own: the two have had what they came for."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce

from notifications.actions import outbox
from notifications.kinds import News
from pairs.actions import pairs
from pairs.models import Pair
from pairs.models.pair import PairQuerySet
from programs.models import Cycle

KIND = "pair_completed"


def end_over(at: datetime) -> dict[str, int]:
    """End the pairs whose last day is over, and tell both what happens next; once. Two who agreed
    to go on longer end on the day they agreed on."""
    tomorrow = at.date() + timedelta(days=1)  # somewhere it is that day already
    over = _over_before(tomorrow)
    cycles = Cycle.objects.filter(pk__in=over.values("cycle")).select_related("program")
    return {"completed pairs": sum(_complete(cycle, at) for cycle in cycles)}


def _day(cycle: Cycle, at: datetime) -> date:
    """Independent pairs have no zone of their own: for them a day is over once it is so everywhere."""
    return cycle.day(at - timedelta(hours=12) if cycle.program.is_independent else at)


def _over_before(day: date) -> PairQuerySet:
    last = Coalesce("ends_on", "cycle__ends_on")
    return Pair.objects.active().annotate(last_day=last).filter(last_day__lt=day)


@transaction.atomic
def _complete(cycle: Cycle, at: datetime) -> int:
    """The applications stay as they are: these people were paired."""
    active = list(
        _over_before(_day(cycle, at))
        .filter(cycle=cycle)
        .select_for_update(of=("self",), skip_locked=True)
        .with_people()
        .order_by("pk")
    )
    pairs.close(active, reason=Pair.EndReason.COMPLETED, by=None, at=at)
    news = [News(one.person_id, pair, cycle) for pair in active for one in pair.everybody]
    outbox.tell_each(KIND, news, at=at)
    return len(active)
