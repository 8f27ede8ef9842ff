"""Every kind of question, one class in one module: found here, walked by everything else.

A new kind is a module in the folder of its kin (and a template, where an ordinary control does not do).
Forms, results, the program file, imports, the question builder and the model's choices read what it says.
A module whose name begins with an underscore is what kinds of its folder have in common.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.functional import Promise

from surveys.question_kinds.base import Kind

_FAMILIES = [module for module in iter_modules(__path__) if module.ispkg]
_MODULES = [
    import_module(f"{__name__}.{family.name}.{module.name}")
    for family in _FAMILIES
    for module in iter_modules([f"{__path__[0]}/{family.name}"])
    if not module.name.startswith("_")
]
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in sorted((module.KIND for module in _MODULES), key=lambda kind: kind.place)
}


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
