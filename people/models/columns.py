"""Columns that may be empty, and are not in the row at hand."""

from typing import TypeVar

T = TypeVar("T")


def known(value: T | None) -> T:
    """What a constraint or the row's state says is there, which no type can say of a nullable column."""
    if value is None:
        raise LookupError("Nothing is there, though the state of its row says so.")
    return value
