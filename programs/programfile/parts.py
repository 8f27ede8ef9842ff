"""Parts of a program file that belong to apps further up.

Each app registers its own in `AppConfig.ready`: the key, and how rows become plain values and items
become rows. `schema`, `checking`, `saving`, `dumping` and `shifting` walk what is registered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from programs.models import Cycle, Role
from programs.programfile.shape import Item, Key
from programs.programfile.store import Tally


class Checker(Protocol):
    """What `checking` offers to the check of a part."""

    def at(self, item: Item, path: str) -> Callable[[str, str], None]: ...

    def unique(self, items: list[Item], key: str, path: str) -> None: ...


def _nothing_to_check(checker: Checker, value: Any, path: str, file: Item) -> None:
    """The kinds of the values say it all."""


def _nothing_to_doubt(value: Any, path: str, file: Item) -> Iterable[str]:
    return ()


def _nothing_to_clean(value: Any, before: ZoneInfo, zone: ZoneInfo) -> None:
    """What it holds fits another cycle as it is."""


def _no_moments(cycle: Cycle) -> Iterable[tuple[Iterable[Any], tuple[str, ...]]]:
    return ()


@dataclass(frozen=True)
class CyclePart:
    """A key of the file whose rows hang on the cycle; it stands behind the key `after`.

    Where the key is one block, columns that it names are those of the cycle itself, and are written
    with the cycle; `save` has the rest.
    """

    key: Key
    after: str
    dump: Callable[[Cycle], Any]
    save: Callable[[Cycle, Any, Tally], None]
    check: Callable[[Checker, Any, str, Item], None] = _nothing_to_check
    # What the file will regret, told with its line and never refused.
    doubts: Callable[[Any, str, Item], Iterable[str]] = _nothing_to_doubt
    # Takes out what belongs to one run only, when a file is used for another cycle; with the zone
    # it was written for, and the one it is used in.
    clean: Callable[[Any, ZoneInfo, ZoneInfo], None] = _nothing_to_clean
    # Rows with the names of their moments, which keep the hour on the wall when the zone changes.
    moments: Callable[[Cycle], Iterable[tuple[Iterable[Any], tuple[str, ...]]]] = _no_moments


@dataclass(frozen=True)
class RolePart:
    """A key within a role, behind the role's own keys."""

    key: Key
    dump: Callable[[Role], Any]
    save: Callable[[Role, Any, Tally], None]
    check: Callable[[Checker, Any, str, Item], None] = _nothing_to_check


of_cycle: list[CyclePart] = []
of_role: list[RolePart] = []


def register(part: CyclePart) -> None:
    if part not in of_cycle:
        of_cycle.append(part)


def register_for_roles(part: RolePart) -> None:
    if part not in of_role:
        of_role.append(part)


def in_order(names: Iterable[str]) -> list[str]:
    """The file's own keys with those of the parts, each behind the key it names."""
    order = list(names)
    for part in of_cycle:
        order.insert(order.index(part.after) + 1, part.key.name)
    return order
