"""Totals that tell nothing about anybody: numbers with five people behind them, by group.

What a small group did is neither shown nor left to be subtracted: small groups are counted
together, and where all of them are fewer than five people, the smallest of the others joins them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

LEAST = 5


@dataclass(frozen=True)
class Count:
    """So many things, done by so many people."""

    people: int = 0
    things: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.people + other.people, self.things + other.things)


@dataclass(frozen=True)
class Shown:
    """What may be read: groups by name, the others together, and all. None: fewer than five."""

    groups: dict[str, int] = field(default_factory=dict)
    others: int | None = None
    total: int | None = None


def may_be_shown(counts: Mapping[str, Count]) -> Shown:
    """Groups of different people; one without anybody counts as small, since nobody did it."""
    total = sum(counts.values(), Count())
    if total.people < LEAST:
        return Shown()
    by_size = sorted(counts, key=lambda name: (counts[name].people, name))
    small = [name for name in by_size if counts[name].people < LEAST]
    hidden = sum((counts[name] for name in small), Count())
    groups = [name for name in by_size if name not in small]
    while small and hidden.people < LEAST:
        hidden += counts[groups[0]]
        del groups[0]
    return Shown(
        groups={name: counts[name].things for name in sorted(groups)},
        others=hidden.things if small else None,
        total=total.things,
    )
