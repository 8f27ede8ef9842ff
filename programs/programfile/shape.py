"""What a program file is made of: keys, blocks of keys, and lists. The definition is in `schema`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from programs.programfile.kinds import Kind, of_field

REQUIRED = object()


class Item(dict):
    """A block as it was read: values by key, and the line each stands on."""

    def __init__(self, line: int = 0):
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class Block:
    """Keys that stand together. A bare value instead of keys becomes its `short` key.

    One that is always there has the defaults of its keys where a file leaves it out.
    """

    name: str
    keys: tuple["Key", ...]
    help: str = ""
    short: str = ""
    is_always_there: bool = False

    def key(self, name: str) -> "Key | None":
        return next((key for key in self.keys if key.name == name), None)

    @property
    def columns(self) -> list["Key"]:
        return [key for key in self.keys if key.attribute]


@dataclass(frozen=True)
class ListOf:
    item: Kind | Block
    most: int = 200


@dataclass(frozen=True)
class Key:
    """One key. `attribute` is the column of the row it is stored in; empty: it has a place of its own.

    Of a block that is always there, `default` is its `short` key, or a mapping of its keys.
    """

    name: str
    help: str
    kind: Kind | Block | ListOf
    default: Any = REQUIRED
    attribute: str = ""
    validators: tuple[Callable[[Any], None], ...] = field(default=())

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED

    def default_value(self) -> Any:
        return self.default() if callable(self.default) else self.default


def column(model: type[models.Model], attribute: str, help: str, name: str = "", **given) -> Key:
    """A key that is stored as it is in a column; kind, limits and default come from there."""
    found: Any = model._meta.get_field(attribute)
    kind = given.pop("kind", None) or of_field(found)
    if "default" in given:
        default = given["default"]
    elif found.has_default():
        default = found.get_default()
    elif found.null:
        default = None
    else:
        default = "" if found.blank else REQUIRED
    given_validators = [*found.default_validators, *found._validators]
    validators = tuple(v for v in given_validators if not hasattr(v, "limit_value"))
    return Key(name or attribute, help, kind, default, attribute, validators)


def make(block: Block, values: dict[str, Any], line: int = 0) -> Item:
    """An item from values that were checked elsewhere, in a form for example."""
    item = Item(line)
    for key in block.keys:
        item[key.name] = values[key.name] if key.name in values else key.default_value()
    return item
