"""Which state of a row somebody began with: so that the second of two never overwrites unseen."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

# What an action calls with the row once it is locked. It refuses a row that is not what a form began
# with: between the check of a form and the lock somebody else may have saved.
Unchanged = Callable[[Any], None]


def as_it_is(_row: Any) -> None:
    """For whoever began with nothing: a file, a command, the clock."""


def version_of(*values: object) -> str:
    """The same for the same values, and hardly ever for others. Forms carry it along, hidden."""
    return blake2b(repr(values).encode(), digest_size=8).hexdigest()
