"""Every address of the site with who may open it, read from the marks on the views."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver

OUR_APPS = {
    "mentorship",
    "growth",
    "announcements",
    "outcomes",
    "completion",
    "pairing",
    "pairs",
    "events",
    "applications",
    "programs",
    "surveys",
    "notifications",
    "people",
}


@dataclass(frozen=True)
class Address:
    """One entry of the url map. The name carries its namespace: `applications:application_status`."""

    route: str
    name: str
    view: Callable

    @property
    def is_ours(self) -> bool:
        """Written here, so it must carry a mark; the others come with a library."""
        return self.view.__module__.split(".")[0] in OUR_APPS

    @cached_property
    def opens_to(self) -> str:
        """Who may open it; empty for a view of ours that forgot its mark."""
        if mark := getattr(self.view, "opens_to", ""):
            return mark
        if self.name.startswith("admin:"):
            return "administrators"
        if self.is_ours:
            return ""
        return "signed-in people" if getattr(self.view, "login_required", True) else "everybody"


def all_addresses() -> list[Address]:
    return list(_below(get_resolver(), "/", ""))


def _below(resolver: URLResolver, route: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(here, f"{namespace}{entry.name or ''}", entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _below(entry, here, inner)
