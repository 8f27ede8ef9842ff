"""Pathways, what they ask for and when: one way in for pages and files."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.pathway.models import ItemAlternative, ItemKind, Pathway, PathwayItem
from growth.pathway.queries.pathways import items_of, kinds_in_use
from growth.pathway.rules.quarters import Slot
from growth.setup.actions import one_at_a_time
from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.programfile.store import Tally, put

KIND_FIELDS = ("title", "text", "url", "audience", "closed_by", "other_division", "opportunity")
WAY_FIELDS = ("title", "text", "division", "leads_to", "url", "slug")


@transaction.atomic
def put_pathway(
    slug: str,
    values: dict,
    *,
    by: User | None,
    at: datetime,
    tally: Tally | None = None,
    unchanged: Unchanged = as_it_is,
) -> Pathway:
    """Make a pathway, or change the one of this slug. values: name, description, division."""
    one_at_a_time()
    pathway = Pathway.objects.select_for_update().filter(slug=slug).first() or Pathway(slug=slug)
    if pathway.pk:
        unchanged(pathway)
    values = {name: values[name] for name in ("name", "description", "division") if name in values}
    if "division" in values:
        values["division"] = values["division"].strip()
    _refuse_second(pathway, values.get("division", pathway.division))
    put(pathway, {**values, "archived_at": None}, tally or Tally())
    _noted(pathway, "pathway_saved", by=by, at=at)
    return pathway


@transaction.atomic
def begin(
    slug: str,
    values: dict,
    source: Pathway | None,
    *,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Pathway:
    """A new pathway, empty or with all that another one asks for."""
    pathway = put_pathway(slug, values, by=by, at=at, unchanged=unchanged)
    tally, copies = Tally(), {}
    for kind in kinds_in_use(source) if source else ():
        ways = [
            {name: getattr(way, name) for name in WAY_FIELDS} for way in kind.alternatives.all()
        ]
        said = {name: getattr(kind, name) for name in KIND_FIELDS}
        copies[kind.pk] = write_kind(pathway, kind.key, said, ways, tally)
    for item in items_of(source) if source else ():
        slot = Slot(item.year, item.quarter)
        write_item(copies[item.kind_id], slot, item.count, item.position, tally)
    return pathway


@transaction.atomic
def put_kind(
    pathway: Pathway,
    key: str,
    values: dict,
    alternatives: Sequence[dict],
    counts: Mapping[Slot, int],
    *,
    by: User | None,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> ItemKind:
    """Something to do, so many times in each of these quarters. Elsewhere it is taken out."""
    if not counts:
        message = _("Say in which quarter it is to be done.")
        raise ValidationError(message, code="no_quarter")
    Pathway.objects.select_for_update().get(pk=pathway.pk)
    known = ItemKind.objects.filter(pathway=pathway, key=key).first()
    if known is not None:
        unchanged(known)
    tally = Tally()
    kind = write_kind(pathway, key, values, alternatives, tally)
    live = {Slot(item.year, item.quarter): item for item in items_of(pathway).filter(kind=kind)}
    for slot, item in live.items():
        if slot not in counts:
            take_out(item, tally, at=at)
    for slot, count in counts.items():
        position = live[slot].position if slot in live else _end_of(pathway, slot)
        write_item(kind, slot, count, position, tally)
    _noted(pathway, "pathway_saved", by=by, at=at)
    return kind


@transaction.atomic
def remove_kind(kind: ItemKind, *, by: User, at: datetime) -> None:
    """Ask for it no longer. Where people did it already, that stays."""
    pathway = Pathway.objects.select_for_update().get(pk=kind.pathway_id)
    tally = Tally()
    for item in items_of(pathway).filter(kind=kind):
        take_out(item, tally, at=at)
    if not kind.items.exists():
        kind.delete()
    _noted(pathway, "pathway_saved", by=by, at=at)


@transaction.atomic
def move_item(item: PathwayItem, *, up: bool, by: User, at: datetime) -> None:
    """Change places with the one before or after in its quarter. At the end nothing happens."""
    pathway = Pathway.objects.select_for_update().get(pk=item.pathway_id)
    there = list(items_of(pathway).filter(year=item.year, quarter=item.quarter))
    place = [one.pk for one in there].index(item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(there):
        return
    there[place], there[other] = there[other], there[place]
    for position, one in enumerate(there, start=1):
        put(one, {"position": position}, Tally())
    _noted(pathway, "pathway_saved", by=by, at=at)


@transaction.atomic
def set_archived(pathway: Pathway, *, is_archived: bool, by: User, at: datetime) -> None:
    """Offer a pathway no longer, or again. What people did stays with them."""
    locked = Pathway.objects.select_for_update().get(pk=pathway.pk)
    if is_archived == (locked.archived_at is not None):
        return
    if not is_archived:
        _refuse_second(locked, locked.division)
    locked.archived_at = at if is_archived else None
    locked.save(update_fields=["archived_at"])
    _noted(locked, "pathway_archived" if is_archived else "pathway_brought_back", by=by, at=at)


def write_kind(
    pathway: Pathway, key: str, values: dict, alternatives: Sequence[dict], tally: Tally
) -> ItemKind:
    """In the caller's transaction, with the pathway locked."""
    kind = ItemKind.objects.filter(pathway=pathway, key=key).first()
    kind = kind or ItemKind(pathway=pathway, key=key)
    put(kind, {name: values[name] for name in KIND_FIELDS}, tally)
    known = {way.position: way for way in kind.alternatives.all()}
    for position, values_of_way in enumerate(alternatives, start=1):
        way = known.pop(position, None) or ItemAlternative(kind=kind, position=position)
        put(way, {name: values_of_way[name] for name in WAY_FIELDS}, tally)
    for way in known.values():
        tally.note("removed", way)
        way.delete()
    return kind


def write_item(kind: ItemKind, slot: Slot, count: int, position: int, tally: Tally) -> None:
    """Ask for it in a quarter; one that was taken out of it before comes back with what people did."""
    rows = PathwayItem.objects.filter(kind=kind, year=slot.year, quarter=slot.quarter)
    item = rows.order_by("-archived_at", "-pk").filter(archived_at__isnull=True).first()
    item = item or rows.order_by("-pk").first()
    item = item or PathwayItem(
        pathway=kind.pathway, kind=kind, year=slot.year, quarter=slot.quarter
    )
    put(item, {"count": count, "position": position, "archived_at": None}, tally)


def take_out(item: PathwayItem, tally: Tally, *, at: datetime) -> None:
    """Of people who did something with it, the row stays."""
    if item.person_items.exists():
        tally.note("archived", item)
        item.archived_at = at
        item.save(update_fields=["archived_at"])
    else:
        tally.note("removed", item)
        item.delete()


def _end_of(pathway: Pathway, slot: Slot) -> int:
    last = items_of(pathway).filter(year=slot.year, quarter=slot.quarter).last()
    return last.position + 1 if last else 1


def _refuse_second(pathway: Pathway, division: str) -> None:
    others = Pathway.objects.filter(division__iexact=division, archived_at__isnull=True)
    other = others.exclude(pk=pathway.pk).first()
    if other is not None:
        message = (
            _("“%(name)s” is the pathway of this division already.")
            if division
            else _("“%(name)s” is the pathway of the whole organization already.")
        )
        raise ValidationError({"division": message % {"name": other}}, code="second")


def _noted(pathway: Pathway, action: str, *, by: User | None, at: datetime) -> None:
    pathway.changed_at = at
    pathway.save(update_fields=["changed_at"])
    audit.note(action, pathway, at=at, by=by)
