"""What a pair can earn points for. One module per criterion; this package finds them by itself.

To add one, write a module here with one subclass of `Criterion`, and its test. Nothing else
changes: weights, explanations, settings, the board, the program file and the tests that walk all
criteria pick it up.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pairing.engine.scoring.criteria._base import MOST_WEIGHT, Criterion, Setting

__all__ = ["MOST_WEIGHT", "Criterion", "Setting", "criteria"]


@cache
def criteria() -> tuple[Criterion, ...]:
    """One of each, in the order in which pages show them."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    kinds = (kind() for kind in Criterion.__subclasses__())
    return tuple(sorted(kinds, key=lambda criterion: criterion.order))
