"""One application open in several windows: what each of them changed, field by field.

A window sends everything that stands in it, also what it only shows since it was opened. Beside it
come seals of what it last knew of each field. So a field that reads as it did then was not touched
here, however old the window is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from people.versions import version_of

Typed = Mapping[str, list[str]]  # name of a control -> its values, as typed


@dataclass(frozen=True)
class Window:
    """An open form: which one it is, its seals by control, and what stands in the application
    where nothing is kept as a draft."""

    id: str
    seen: Mapping[str, str]
    standing: Typed = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """What is kept of two windows; for controls changed in both, what stood there stays."""

    typed: dict[str, list[str]]
    written_in: dict[str, str] = field(default_factory=dict)  # control -> window that wrote it
    elsewhere: tuple[str, ...] = ()  # changed in another window only
    both: dict[str, list[str]] = field(default_factory=dict)  # changed in both: what stands here

    @property
    def is_stale(self) -> bool:
        return bool(self.elsewhere or self.both)

    def seals(self, window: Window | None) -> dict[str, str]:
        """What the window knows now; of fields it does not show as they are, what it knew before."""
        now = seals(self.typed)
        for name in (*self.elsewhere, *self.both):
            now.pop(name, None)
            if window is not None and name in window.seen:
                now[name] = window.seen[name]
        return now


def seals(typed: Typed) -> dict[str, str]:
    return {name: _seal(values) for name, values in typed.items() if _plain(values)}


def is_same(one: Typed, other: Typed) -> bool:
    return seals(one) == seals(other)


def merge(
    standing: Typed, typed: Typed, window: Window | None, written_in: Mapping[str, str]
) -> Merged:
    """Put what a window sends over what stands. A window that says nothing of itself wins."""
    if window is None:
        return Merged(dict(typed))
    kept, writers = dict(typed), dict(written_in)
    elsewhere, both = [], {}
    for name in standing.keys() | typed.keys():
        now, mine = _seal(standing.get(name, [])), _seal(typed.get(name, []))
        knew = window.seen.get(name, _seal([]))
        if now == mine:
            continue
        if knew == now or writers.get(name) == window.id:
            writers[name] = window.id
            continue
        if knew == mine:
            elsewhere.append(name)
        else:
            both[name] = list(typed.get(name, []))
        kept.pop(name, None)
        if name in standing:
            kept[name] = list(standing[name])
    return Merged(kept, writers, tuple(sorted(elsewhere)), both)


def _seal(values: list[str]) -> str:
    return version_of(*_plain(values))


def _plain(values: list[str]) -> list[str]:
    """As far as two browsers send the same thing alike."""
    lines = (value.replace("\r\n", "\n").strip() for value in values)
    return sorted(line for line in lines if line)
