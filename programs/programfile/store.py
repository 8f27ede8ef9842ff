"""Rows from items: what is new, what changed, what goes."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from programs.models.in_calendars import InCalendars
from programs.programfile.shape import Block, Item


def in_use(text: str) -> ValidationError:
    """People have answered or used what the file leaves out."""
    return ValidationError(text, code="in_use")


@dataclass
class Tally:
    """How many rows of which noun were created, changed, left as they were, archived or removed."""

    counts: Counter = field(default_factory=Counter)

    def note(self, what: str, row: models.Model) -> None:
        self.counts[what, str(row._meta.verbose_name)] += 1

    def of(self, what: str) -> dict[str, int]:
        return {noun: n for (done, noun), n in sorted(self.counts.items()) if done == what}

    @property
    def changes_nothing(self) -> bool:
        return {what for what, _noun in self.counts} <= {"unchanged"}


def values_of(item: Item, block: Block) -> dict[str, Any]:
    """The columns of a row as the item has them."""
    return {key.attribute: item[key.name] for key in block.columns}


def put(row: models.Model, values: dict[str, Any], tally: Tally) -> None:
    """Give a row these values; it is written only when something differs."""
    is_new = row._state.adding
    changed = [name for name, value in values.items() if is_new or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if is_new:
        row.save()
    elif changed:
        counted = row.count_change(changed) if isinstance(row, InCalendars) else []
        row.save(update_fields=[*changed, *counted])
    tally.note("created" if is_new else "changed" if changed else "unchanged", row)


def numbered(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[tuple[Any, Item]]:
    """Items with what they are recognized by; the second of the same name is another one."""
    seen: Counter = Counter()
    found = []
    for item in items:
        name = key(item)
        seen[name] += 1
        found.append(((name, seen[name]), item))
    return found


def match(
    rows: Iterable[models.Model],
    row_key: Callable[[Any], Hashable],
    items: Iterable[Item],
    item_key: Callable[[Item], Hashable],
    remove: Callable[[Any], None],
) -> Iterator[tuple[Any | None, Item]]:
    """Each item with its row, or None for a new one. Rows without an item are removed first."""
    named: dict[Any, Any] = dict(_numbered_rows(rows, row_key))
    wanted = numbered(items, item_key)
    names = {name for name, _item in wanted}
    for name, row in named.items():
        if name not in names:
            remove(row)
    for name, item in wanted:
        yield named.get(name), item


def _numbered_rows(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> Iterator[tuple]:
    seen: Counter = Counter()
    for row in rows:
        name = key(row)
        seen[name] += 1
        yield (name, seen[name]), row


def remove(row: models.Model, tally: Tally) -> None:
    tally.note("removed", row)
    row.delete()
