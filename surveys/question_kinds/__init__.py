"""Every kind of question, one class in one module: found here, walked by everything else.

A new kind is a module beside the others (and a template, where an ordinary control does not do). Forms,
results, the program file, imports, the question builder and the model's choices read what it says.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.functional import Promise

from surveys.question_kinds._base import Kind

_FOUND = [
    import_module(f"{__name__}.{module.name}").KIND
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
]
KINDS: dict[str, Kind] = {kind.name: kind for kind in sorted(_FOUND, key=lambda kind: kind.place)}


def choices() -> list[tuple[str, str | Promise]]:
    """For the column that keeps the kind. A function, so that a new kind needs no migration."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


def named(**said: Any) -> set[str]:
    """The names of the kinds that say all of this of themselves: `named(has_choices=True)`."""
    return {
        kind.name
        for kind in KINDS.values()
        if all(getattr(kind, name) == value for name, value in said.items())
    }


def read_as(use: str) -> set[str]:
    """The names of the kinds whose answers pairing can read as this."""
    return {kind.name for kind in KINDS.values() if use in kind.uses}
