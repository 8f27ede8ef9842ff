"""Every kind of edit of the board before pairs are published: one class in one module each, found here.

To add one, write a module with one subclass of `Edit`, and its sample in `tests/pairing/test_edits.py`.
Trying it, making it, its line in the history and undoing it follow from what the class says; a page
offers it with a link or a button. A module whose name begins with an underscore is what several have in
common.
"""

from importlib import import_module
from pkgutil import iter_modules

from pairing.edits._base import (
    About,
    Alone,
    Button,
    Draft,
    Edit,
    EditForm,
    Names,
    PairedAnew,
    Seats,
)
from people.models.columns import known

__all__ = [
    "EDITS",
    "About",
    "Alone",
    "Button",
    "Draft",
    "Edit",
    "EditForm",
    "Names",
    "PairedAnew",
    "Seats",
    "button_of",
]

_MODULES = [
    import_module(f"{__name__}.{module.name}")
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
]
EDITS: dict[str, type[Edit]] = {
    kind.key: kind
    for module in _MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Edit) and kind.__module__ == module.__name__
}


def button_of(key: str) -> Button:
    """The button beside a pair, of a kind that has one."""
    return known(EDITS[key].button)
