"""Pairs without a session in a window."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from pairs.models import MentoringSession, Pair
from pairs.rules import windows
from pairs.rules.windows import Window
from programs.models import Cycle


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


def without_session(cycle: Cycle, first: date, last: date) -> QuerySet[Pair]:
    """Active pairs with nothing held from the first day to the last."""
    held = MentoringSession.objects.held().filter(pair=OuterRef("pk"), held_on__range=(first, last))
    return Pair.objects.active().filter(~Exists(held), cycle=cycle)


def without_plan_either(cycle: Cycle, first: date, last: date) -> QuerySet[Pair]:
    """Those of them that have planned nothing until the end of the last day either."""
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), cycle.tzinfo)
    planned = MentoringSession.objects.planned().filter(pair=OuterRef("pk"), planned_at__lt=end)
    return without_session(cycle, first, last).exclude(Q(Exists(planned)))
