"""What can be filtered by, and what is in force, as the applications table offers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application
from applications.queries.table.filters import SHOWN_STATUSES, Filters
from applications.queries.table.questions import AskedQuestion


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Menu:
    """One filter: the name it has in the address, and what can be ticked."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    address: str


def menus_of(filters: Filters, asked: list[AskedQuestion], roles: Iterable[Any]) -> list[Menu]:
    divisions = sorted({division for role in roles for division in role.divisions})
    menus = [
        _menu("status", _("State"), _statuses(), filters.statuses),
        _menu("division", _("Division"), {one: one for one in divisions}, filters.divisions),
    ]
    for question in asked:
        chosen = filters.answers.get(question.key, ())
        menus.append(_menu(f"a.{question.key}", question.label, question.options, chosen))
    return [menu for menu in menus if menu.options]


def chips_of(filters: Filters, asked: list[AskedQuestion]) -> list[Chip]:
    """One chip per value in force, in the order of the menus."""
    chips = []
    if filters.words:
        label = _("“%(words)s”") % {"words": filters.words}
        chips.append(Chip(label, filters.without("words").address))
    for name, label in (("is_late", _("Late")), ("in_both_roles", _("Both roles"))):
        if getattr(filters, name):
            chips.append(Chip(label, filters.without(name).address))
    statuses = _statuses()
    for status in filters.statuses:
        chips.append(_chip(filters, "statuses", status, _("State"), statuses[status]))
    for division in filters.divisions:
        chips.append(_chip(filters, "divisions", division, _("Division"), division))
    for question in asked:
        for value in filters.answers.get(question.key, ()):
            named = question.options[value]
            chips.append(_chip(filters, f"a.{question.key}", value, question.label, named))
    return chips


def _statuses() -> dict[str, str]:
    return {status.value: str(Application.Status(status).label) for status in SHOWN_STATUSES}


def _menu(name: str, label: str, options: dict[str, str], chosen: Iterable[str]) -> Menu:
    taken = set(chosen)
    return Menu(
        name, str(label), [Option(value, text, value in taken) for value, text in options.items()]
    )


def _chip(filters: Filters, name: str, value: str, label: str, text: str) -> Chip:
    words = _("%(filter)s: %(value)s") % {"filter": label, "value": text}
    return Chip(words, filters.without(name, value).address)
