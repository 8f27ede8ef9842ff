"""What pages of growth are made of. `{% load growth %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as lazy

from directory.queries import switch as directory
from growth.conversations.models import Conversation
from growth.conversations.queries import next_planned
from growth.learning.models import LearningEntry
from growth.pathway.models import ItemAlternative
from growth.pathway.queries.entries import of_own_division
from growth.pathway.queries.page import Page
from growth.setup.permissions import organizes_growth, uses_growth
from people.models import User

register = template.Library()

# Key, name of the address, label. A place without an address is left out.
PLACES = (
    ("plan", "growth:plan", lazy("Plan")),
    ("pathway", "growth:pathway", lazy("Pathway")),
    ("levels", "growth:levels", lazy("Levels")),
    ("conversations", "growth:conversations", lazy("Talks")),
    ("learning", "growth:learning", lazy("Learning")),
    ("promotion", "growth:promotion", lazy("Promotion")),
    ("opportunities", "growth:opportunity_list", lazy("Opportunities")),
)
EDITING = ("edit", "growth:edit", lazy("Edit"))  # for those who look after growth


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    is_here: bool


@register.inclusion_tag("growth/_nav.html", takes_context=True)
def growth_nav(context: dict[str, Any], here: str = "") -> dict[str, Any]:
    """The places of growth, for people who use it: a reader of somebody's plan sees none."""
    user = context.get("user")
    if user is None or not uses_growth(user):
        return {"links": []}
    links = []
    places = (*PLACES, EDITING) if organizes_growth(user) else PLACES
    for key, name, label in places:
        try:
            links.append(Place(str(label), reverse(name), is_here=key == here))
        except NoReverseMatch:
            continue
    return {"links": links}


@register.simple_tag
def next_talk(person: User) -> Conversation | None:
    """The talk somebody has planned with their manager; no query without a manager."""
    return next_planned(person) if person.manager_id else None


@register.simple_tag
def talks_of_own_division(user: User, entries: Iterable[LearningEntry]) -> set[int]:
    """Numbers of logged group conversations that the pathway does not count."""
    return of_own_division(user, entries)


@register.simple_tag
def way_address(way: ItemAlternative, page: Page) -> str:
    """The address an alternative leads this person to; empty where it leads nowhere."""
    to = ItemAlternative.LeadsTo
    if way.leads_to == to.OPPORTUNITY and way.slug in page.opportunities:
        return reverse("growth:opportunity", args=[way.slug])
    if way.leads_to == to.DIRECTORY and directory.is_on():
        return reverse("directory:mentor_list")
    if way.leads_to == to.AVAILABILITY:
        return reverse("people:profile")
    return way.url
