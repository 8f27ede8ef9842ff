"""What the people of a report are called in it."""

from typing import Any

from programs.models.called import Called


def called_of(document: dict[str, Any]) -> Called:
    """As in the cycle when the report was made; plainly in reports frozen without these words."""
    words = document["about"].get("called")
    return Called(**words) if words else Called.plainly()
