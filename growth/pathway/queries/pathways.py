"""Pathways as the organization wrote them."""

from django.db.models import Prefetch, Q, QuerySet

from growth.pathway.models import ItemKind, Pathway, PathwayItem
from people.models import User


def pathway_of(person: User) -> Pathway | None:
    """The one of the person's division, else the one of the whole organization."""
    own = Q(division__iexact=person.division) if person.division else Q(pk__in=[])
    rows = Pathway.objects.filter(own | Q(division=""), archived_at__isnull=True)
    return rows.order_by("-division").first()


def items_of(pathway: Pathway | None) -> QuerySet[PathwayItem]:
    """What it asks for, in order, with the kinds."""
    rows = PathwayItem.objects.filter(pathway=pathway, archived_at__isnull=True)
    return rows.select_related("kind").order_by("year", "quarter", "position", "pk")


def only_counts_other_divisions(person: User) -> bool:
    """Whether group conversations close something, and none of the person's own division does."""
    asked = items_of(pathway_of(person)).filter(
        kind__closed_by=ItemKind.ClosedBy.GROUP_CONVERSATION
    )
    counts_others = set(asked.order_by().values_list("kind__other_division", flat=True))
    return counts_others == {True}


def kinds_in_use(pathway: Pathway) -> list[ItemKind]:
    """Kinds that are in a quarter, in the order in which they first come up."""
    items = Prefetch("items", items_of(pathway), to_attr="live_items")
    kinds = ItemKind.objects.filter(pathway=pathway, items__archived_at__isnull=True)
    rows = list(kinds.distinct().prefetch_related("alternatives", items))
    used = [kind for kind in rows if kind.live_items]
    return sorted(used, key=lambda kind: _first_place(kind.live_items[0]))


def _first_place(item: PathwayItem) -> tuple[int, int, int, int]:
    return (item.year, item.quarter or 5, item.position, item.pk)
