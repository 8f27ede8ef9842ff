"""Quotes as pages and reports show them: read anew each time, since they can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from people.models import User
from programs.models import Cycle, CycleSurvey, Quote, Role

ON_PAGE = 6  # the latest ones


@dataclass(frozen=True)
class ShownQuote:
    """Without words once it is withdrawn or no longer approved for this use."""

    text: str = ""
    signature: str = ""
    side: str = ""


def side_of(cycle: Cycle, person: User) -> str | None:
    """Mentor or mentee; None for who took no part. Somebody in both roles speaks as a mentee."""
    sides = cycle.participations.filter(
        person=person, role__side__in=[Role.Side.MENTOR, Role.Side.MENTEE]
    ).values_list("role__side", flat=True)
    return min(sides, default=None)


def are_asked_for(cycle: Cycle, *, at: datetime) -> bool:
    """From the day on which an end survey opens that asks for quotes."""
    asking = cycle.cycle_surveys.filter(kind=CycleSurvey.Kind.END, asks_quotes=True)
    return asking.filter(survey__opens_at__lte=at).exists()


def on_page(cycle: Cycle) -> list[ShownQuote]:
    """Of this cycle and of the program's published ones before it; one query, and never kept."""
    earlier = Q(cycle__published_at__isnull=False, cycle__starts_on__lte=cycle.starts_on)
    shown = Quote.objects.on_page().filter(
        Q(cycle=cycle) | (earlier if cycle.starts_on else Q(pk=None)),
        cycle__program=cycle.program_id,
    )
    rows = shown.select_related("person", "cycle").prefetch_related("cycle__roles")
    return [_shown(quote) for quote in rows.order_by("-approved_at", "pk")[:ON_PAGE]]


def of_cycle_on_page(cycle: Cycle) -> list[ShownQuote]:
    """Of this cycle alone."""
    rows = cycle.quotes.on_page().select_related("person", "cycle")
    return [_shown(quote) for quote in rows.prefetch_related("cycle__roles").order_by("pk")]


def for_report(cycle: Cycle) -> list[str]:
    """The keys of what a report of the cycle may show now, by role and in an order of their own."""
    rows = cycle.quotes.in_report().order_by("group", "pk")
    return [str(key) for key in rows.values_list("pk", flat=True)]


def of_report(keys: Iterable[str]) -> list[ShownQuote]:
    """What stands behind the keys of a report at this moment; one of no words for each that is gone."""
    wanted = [UUID(key) for key in keys]
    rows = Quote.objects.in_report().filter(pk__in=wanted).select_related("person", "cycle")
    by_key = {row.pk: _shown(row) for row in rows.prefetch_related("cycle__roles")}
    return [by_key.get(key, ShownQuote()) for key in wanted]


def waiting(cycle: Cycle) -> int:
    return cycle.quotes.given().filter(approved_at=None).count()


def _shown(quote: Quote) -> ShownQuote:
    return ShownQuote(quote.text, quote.signature, quote.group)
