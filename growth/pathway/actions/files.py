"""A pathway as a file: read, loaded, and written back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.pathway.actions import pathways
from growth.pathway.models import ItemKind, Pathway, PathwayItem
from growth.pathway.queries.pathways import items_of, kinds_in_use
from growth.pathway.rules import schema
from growth.pathway.rules.quarters import Slot
from people.models import User
from programs.programfile import ProgramFileError, dumping, reading
from programs.programfile.problems import at_line
from programs.programfile.shape import Item
from programs.programfile.store import Tally


@dataclass(frozen=True)
class Loaded:
    """What a file did, or would do."""

    pathway: Pathway
    tally: Tally


def load(
    text: str,
    *,
    by: User | None,
    at: datetime,
    division: str | None = None,
    is_dry_run: bool = False,
) -> Loaded:
    """Make the pathway of a file, or change the one of its slug: all of it or nothing.

    ProgramFileError names everything that is wrong, by line and key. division stands in for the
    file's own. What the file no longer asks for is taken out; what people did of it stays.
    """
    file = read(text)
    if division is not None:
        file["pathway"]["division"] = _checked(division)
    with transaction.atomic():
        loaded = _save(file, by=by, at=at)
        if is_dry_run:
            transaction.set_rollback(True)
    return loaded


def _checked(division: str) -> str:
    """It comes from outside of the file, so the file's definition has not looked at it."""
    try:
        Pathway._meta.get_field("division").run_validators(division)
    except ValidationError as error:
        raise ProgramFileError([_("Division: %s") % text for text in error.messages]) from error
    return division


def read(text: str) -> Item:
    file = reading.read_as(schema.FILE, text)
    schema.check(file)
    return file


def dump(pathway: Pathway) -> str:
    """The file of a pathway; loading it again changes nothing."""
    quarters: dict[Slot, list[PathwayItem]] = {}
    for item in items_of(pathway):
        quarters.setdefault(Slot(item.year, item.quarter), []).append(item)
    return dumping.write(
        {
            "version": 1,
            "pathway": dumping.columns(pathway, schema.PATHWAY),
            "kinds": [_kind(kind) for kind in kinds_in_use(pathway)],
            "quarters": [_quarter(slot, quarters[slot]) for slot in sorted(quarters)],
        }
    )


def _save(file: Item, *, by: User | None, at: datetime) -> Loaded:
    tally, head = Tally(), file["pathway"]
    try:
        pathway = pathways.put_pathway(head["slug"], head, by=by, at=at, tally=tally)
    except ValidationError as error:
        line = head.line_of("division")
        said = [at_line(line, text, "pathway.division") for text in error.messages]
        raise ProgramFileError(said) from error
    kinds = {
        item["key"]: pathways.write_kind(pathway, item["key"], item, item["alternatives"], tally)
        for item in file["kinds"]
    }
    wanted = {
        (item["kind"], Slot(quarter["year"], quarter["quarter"])): (item["count"], position)
        for quarter in file["quarters"]
        for position, item in enumerate(quarter["items"], start=1)
    }
    for item in items_of(pathway):
        if (item.kind.key, Slot(item.year, item.quarter)) not in wanted:
            pathways.take_out(item, tally, at=at)
    for (key, slot), (count, position) in wanted.items():
        pathways.write_item(kinds[key], slot, count, position, tally)
    for kind in ItemKind.objects.filter(pathway=pathway, items__isnull=True):
        tally.note("removed", kind)
        kind.delete()
    return Loaded(pathway, tally)


def _kind(kind: ItemKind) -> dict[str, Any]:
    ways = [dumping.columns(way, schema.ALTERNATIVE) for way in kind.alternatives.all()]
    also = {"alternatives": [_short(way, "title") for way in ways]}
    return dumping.columns(kind, schema.KIND, also)


def _quarter(slot: Slot, inside: list[PathwayItem]) -> dict[str, Any]:
    quarter = {"quarter": slot.quarter} if slot.quarter else {}
    named = [
        {"kind": item.kind.key, **({"count": item.count} if item.count > 1 else {})}
        for item in inside
    ]
    return {"year": slot.year, **quarter, "items": [_short(item, "kind") for item in named]}


def _short(values: dict[str, Any], name: str) -> Any:
    """A bare value where nothing else is said."""
    return values[name] if set(values) == {name} else values
