"""Pairs without a session in a window."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from pairs.models import MentoringSession, Pair
from pairs.models.pair import PairQuerySet
from pairs.rules import windows
from pairs.rules.windows import Window
from programs.models import Cycle

FOR_A_WORD = timedelta(hours=12)  # so long after a planned time nobody is asked about it


def cycles_with_pairs(at: datetime) -> Iterator[Cycle]:
    """Ten days longer than they last, so that the last windows are looked at."""
    today = at.date()
    cycles = Cycle.objects.select_related("program").filter(
        Exists(Pair.objects.active().filter(cycle=OuterRef("pk"))),
        starts_on__lte=today + timedelta(days=1),
        ends_on__gte=today - timedelta(days=10),
        archived_at__isnull=True,
    )
    return cycles.iterator()


def windows_of(cycle: Cycle) -> list[Window]:
    return windows.windows(cycle.starts_on, cycle.ends_on, cycle.cadence_days)


def without_session(cycle: Cycle, first: date, last: date) -> PairQuerySet:
    """Active pairs with nothing held from the first day to the last."""
    held = MentoringSession.objects.held().filter(pair=OuterRef("pk"), held_on__range=(first, last))
    return Pair.objects.active().filter(~Exists(held), cycle=cycle)


def not_skipped(pairs: PairQuerySet, first: date, last: date) -> PairQuerySet:
    """Without those that agreed to leave a fortnight of these days out."""
    skipped = MentoringSession.objects.filter(state=MentoringSession.State.SKIPPED)
    inside = skipped.filter(pair=OuterRef("pk"), held_on__range=(first, last))
    return pairs.filter(~Exists(inside))


def to_ask(cycle: Cycle, first: date, last: date, at: datetime) -> PairQuerySet:
    """Pairs of which nothing is known for these days: no session, no word of either that there was
    none, and no plan for the rest of them. A plan whose time has passed says nothing."""
    words = MentoringSession.objects.words().filter(planned_at__isnull=True)
    said = words.filter(pair=OuterRef("pk"), held_on__range=(first, last))
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), cycle.tzinfo)
    planned = MentoringSession.objects.planned().filter(pair=OuterRef("pk"), planned_at__lt=end)
    ahead = planned.filter(planned_at__gt=at - FOR_A_WORD)
    return without_session(cycle, first, last).filter(~Exists(said), ~Exists(ahead))
