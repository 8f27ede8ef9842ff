"""What the board's templates need beyond `look`."""

import re
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from pairing.edits import button_of
from pairing.models import BoardChange, Proposal
from pairing.queries.board import history
from pairing.queries.board.page import BANDS, FILTERS, Asked
from pairing.rules import reasons

register = template.Library()
LOW = 0.45  # share of a criterion below which its meter is amber


@dataclass(frozen=True)
class FilterLink:
    name: str
    label: str
    address: str
    is_on: bool


@register.simple_tag
def view_address(asked: Asked, **changed: Any) -> str:
    """This view of the board with something changed, for a link."""
    return asked.address(**changed)


@register.simple_tag
def filter_links(asked: Asked) -> list[FilterLink]:
    words = {
        "weak": _("Weak"),
        "look": _("Needs checking"),
        "locked": _("Locked"),
        "async": _("Async"),
        "hand": _("By hand"),
    }
    return [
        FilterLink(
            name,
            words[name],
            asked.address(on=sorted(asked.on ^ {name}), page=None),
            name in asked.on,
        )
        for name in FILTERS
    ]


@register.simple_tag
def band_words(band: int, count: int) -> str:
    to = 100 if band == BANDS[-1] else band + 4
    pairs = ngettext("%(n)d pair", "%(n)d pairs", count) % {"n": count}
    if band == BANDS[0]:
        return _("up to %(to)d: %(pairs)s") % {"to": to, "pairs": pairs}
    return _("%(low)d to %(to)d: %(pairs)s") % {"low": band, "to": to, "pairs": pairs}


@register.filter
def bars(parts: list[dict]) -> list[tuple[str, float]]:
    """Parts of a score as the bars of a strand; soft rules have no bar."""
    return [(_(part["label"]), part["points"] / part["most"]) for part in parts if part["most"]]


@register.filter
def two(row: Proposal) -> str:
    """How forms name a pair: the numbers of the two applications."""
    return f"{row.mentee_id}-{row.mentor_id}"


@register.filter
def is_same(one: Any, other: Any) -> bool:
    return one == other


@register.filter
def touches(row: Proposal, conflicted: set[int]) -> bool:
    return bool({row.mentee_id, row.mentor_id} & conflicted)


@register.filter
def zone_city(zone: str) -> str:
    """Europe/Vienna is Vienna to people."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


@register.inclusion_tag("pairing/_act_button.html", takes_context=True)
def act_button(context: dict[str, Any], key: str) -> dict[str, Any]:
    """A small button of a row: it sends the shared form `act` to one kind of edit."""
    row, button = context["row"], button_of(key)
    names = {"mentor": row.mentor.name, "mentee": row.mentee.name, "what": button.label}
    return {
        "kind": key,
        "button": button,
        "address": _edit_address(context, key),
        "two": two(row),
        "title": _("%(what)s %(mentor)s and %(mentee)s") % names,
    }


def _edit_address(context: dict[str, Any], key: str) -> str:
    cycle = context["cycle"]
    return reverse("pairing:board_edit", args=[cycle.program.slug, cycle.slug, key])


@register.filter
def change_words(change: BoardChange) -> str:
    """A line of the board's history without names."""
    return history.line(change, {})


@register.inclusion_tag("pairing/_pane_button.html", takes_context=True)
def pane_button(
    context: dict[str, Any], key: str, mentor: Application | None = None
) -> dict[str, Any]:
    """A button of the pane about its pair, or about its mentee and another mentor."""
    pane = context["pane"]
    mentor = mentor or pane.mentor
    return {
        "kind": key,
        "button": button_of(key),
        "address": _edit_address(context, key),
        "two": f"{pane.mentee.pk}-{mentor.pk}",
    }


@register.filter
def flag_words(flag: str) -> str:
    return {
        "no_focus": _("No focus area in common."),
        "no_hours": _("No hour of the week suits both: ask them, or choose other people."),
        "few_hours": _("Few shared hours: ask both if async works for them."),
        "soft_rule": _("A rule takes points off."),
        "override": _("An exception to a rule was made by hand."),
    }.get(flag, flag)


@register.simple_tag(takes_context=True)
def seen_in(context: Context, application: Application, why: dict[int, reasons.Without]) -> str:
    """Why this person has no partner, in a sentence for organizers."""
    side, is_late = application.role.side, application.is_late
    called = context["cycle"].called
    return reasons.for_organizer(
        why[application.pk], side=side, is_late=is_late, called=called
    ).sentence


@register.filter
def is_low(part: dict) -> bool:
    return part["points"] < LOW * part["most"]


@register.filter
def signed(points: int) -> str:
    return minus(points, 0)


@register.filter
def meets(people: set[int], others: set[int]) -> bool:
    return bool(people & others)


@register.filter
def minus(one: int, other: int) -> str:
    """A difference of points with its sign."""
    difference = one - other
    return f"+{difference}" if difference > 0 else f"−{-difference}" if difference else "±0"


@register.filter
def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """The text with what both said highlighted."""
    shown = conditional_escape(text)
    if not words:
        return shown
    said = sorted((re.escape(conditional_escape(word)) for word in words), key=len, reverse=True)
    return SafeString(re.sub("|".join(said), r"<mark>\g<0></mark>", shown))
