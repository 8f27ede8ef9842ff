"""Addresses of a cycle's pages."""

from django.urls import reverse

from programs.models import Cycle


def of_cycle(name: str, cycle: Cycle, query: str = "", **more: object) -> str:
    """The address of one of the cycle's pages, by its name; query without the question mark."""
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    address = reverse(name, kwargs=parts)
    return f"{address}?{query}" if query else address
