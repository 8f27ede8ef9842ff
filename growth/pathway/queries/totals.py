"""What the organization may know of how growth is used: totals of a finished quarter, by division."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q
from django.utils import timezone

from growth.conversations.models import Conversation
from growth.pathway.models import PersonItem, QuarterTotals
from growth.pathway.rules.quarters import CalendarQuarter
from growth.pathway.rules.totals import Count, Shown, may_be_shown
from growth.plans.models import PlanRevision

BACK = 4  # quarters one can read


@dataclass(frozen=True)
class Row:
    """A division, or the small ones together; None where fewer than five people stand behind."""

    division: str
    figures: list[int | None]


@dataclass(frozen=True)
class Totals:
    """Plans that were kept on the last day, talks held and items done within the quarter."""

    quarter: CalendarQuarter
    rows: list[Row]
    others: list[int | None]
    all: list[int | None]

    @property
    def has_others(self) -> bool:
        return any(number is not None for number in self.others)


def shown_of(quarter: CalendarQuarter) -> list[Shown]:
    """Plans, talks and items as things are now: three queries, whatever the number of people."""
    return [may_be_shown(counts) for counts in (_plans(quarter), _talks(quarter), _items(quarter))]


def kept() -> list[QuarterTotals]:
    """What was worked out of the latest quarters, the last first."""
    return list(QuarterTotals.objects.all()[:BACK])


def totals_of(row: QuarterTotals) -> Totals:
    quarter = CalendarQuarter(row.year, row.number)
    shown = [Shown(**figures) for figures in row.figures]
    divisions = sorted({name for one in shown for name in one.groups})
    return Totals(
        quarter,
        rows=[Row(name, [one.groups.get(name) for one in shown]) for name in divisions],
        others=[one.others for one in shown],
        all=[one.total for one in shown],
    )


def _plans(quarter: CalendarQuarter) -> Mapping[str, Count]:
    """Of people who had a plan whose year was not over."""
    over = timezone.make_aware(datetime.combine(quarter.last + timedelta(days=1), time()))
    kept = PlanRevision.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=over),
        opened_at__lt=over,
        ends_on__gte=quarter.last,
    )
    return _by_division(kept, "plan__person", "plan")


def _talks(quarter: CalendarQuarter) -> Mapping[str, Count]:
    held = Conversation.objects.held().filter(held_on__range=(quarter.first, quarter.last))
    return _by_division(held, "person", "pk")


def _items(quarter: CalendarQuarter) -> Mapping[str, Count]:
    done = PersonItem.objects.filter(
        state=PersonItem.State.DONE, done_on__range=(quarter.first, quarter.last)
    )
    return _by_division(done, "person", "pk")


def _by_division(rows: Any, person: str, thing: str) -> Mapping[str, Count]:
    groups: Iterable[dict] = (
        rows.order_by()
        .values(f"{person}__division")
        .annotate(people=CountOf(person, distinct=True), things=CountOf(thing, distinct=True))
    )
    return {row[f"{person}__division"]: Count(row["people"], row["things"]) for row in groups}
