"""A what-if in words: what the change is, what it comes to, and the button that makes it."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing.queries.board.remedies import Remedy
from pairing.queries.board.whatif import WhatIf
from pairing.rules import reasons

register = template.Library()


@register.simple_tag
def whatif_words(w: WhatIf) -> SafeString:
    """ "Vetoing this pair costs 4 points in total": pairs come before points."""
    sentence, number = _effect(w)
    return format_html(
        sentence, what=_subject(w), number=format_html("<b>{}</b>", number) if number else ""
    )


def _effect(w: WhatIf) -> tuple[str, str]:
    if w.fewer_pairs > 0:
        return _("{what} costs {number}"), _pairs(w.fewer_pairs)
    if w.more_pairs > 0:
        return _("{what} brings {number}"), _pairs(w.more_pairs)
    if w.cost > 0:
        return _("{what} costs {number} in total"), _points(w.cost)
    if w.gain > 0:
        return _("{what} brings {number} in total"), _points(w.gain)
    return _("{what} costs nothing"), ""


def _pairs(n: int) -> str:
    return ngettext("%(n)d pair", "%(n)d pairs", n) % {"n": n}


def _points(n: int) -> str:
    return ngettext("%(n)d point", "%(n)d points", n) % {"n": n}


def _subject(w: WhatIf) -> str:
    words = {
        ("veto", True): _("Vetoing this pair"),
        ("veto", False): _("Vetoing it and leaving both free"),
        ("unpair", False): _("Taking this pair off"),
        ("lock", True): _("Locking %(mentor)s and %(mentee)s"),
        ("pair", True): _("Pairing %(mentor)s and %(mentee)s in spite of the rule"),
        ("pair", False): _("Pairing only %(mentor)s and %(mentee)s"),
        ("swap", False): _("Swapping with %(other)s"),
        ("places", True): _("Having %(places)d places with %(mentor)s"),
        ("places", False): _("Changing only the places"),
        ("weights", True): _("Using these weights"),
        ("rule", True): _("Dropping the rule “%(rule)s”"),
    }
    said = {
        "mentor": w.mentor,
        "mentee": w.mentee,
        "places": w.wanted.places,
        "rule": w.wanted.rule_words,
        "other": next((move.mentee for move in w.moved if move.mentee != w.mentee), ""),
    }
    return words[w.kind, w.is_whole] % said


@register.simple_tag
def whatif_label(w: WhatIf) -> str:
    return {
        ("veto", True): _("Veto and re-pair"),
        ("veto", False): _("Veto only"),
        ("unpair", False): _("Take off the board"),
        ("lock", True): _("Lock and re-pair"),
        ("pair", True): _("Pair and re-pair the rest"),
        ("pair", False): _("Pair and lock"),
        ("swap", False): _("Swap and lock"),
        ("places", True): _("Change and re-pair"),
        ("places", False): _("Change places only"),
        ("weights", True): _("Use them and re-pair"),
        ("rule", True): _("Switch off and re-pair"),
    }[w.kind, w.is_whole]


@register.simple_tag(takes_context=True)
def whatif_address(context: dict[str, Any], w: WhatIf) -> str:
    cycle, name = context["cycle"], "board_settle" if w.is_whole else "board_change"
    return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug, w.kind])


@register.filter
def remedy_words(one: Remedy) -> str:
    said = {"name": one.mentor.name, "rule": reasons.rule_names().get(one.rule, one.rule)}
    if one.kind == "place":
        return _("One more place with %(name)s") % said
    if one.kind == "rule":
        return _("%(name)s, if “%(rule)s” is set aside") % said
    return _("%(name)s, and others move") % said
