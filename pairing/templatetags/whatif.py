"""A what-if in words: what it comes to. What the edit is, its kind says."""

from django import template
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
        sentence, what=w.subject, number=format_html("<b>{}</b>", number) if number else ""
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


@register.filter
def remedy_words(one: Remedy) -> str:
    said = {"name": one.mentor.name, "rule": reasons.rule_names().get(one.rule, one.rule)}
    if one.kind == "place":
        return _("One more place with %(name)s") % said
    if one.kind == "rule":
        return _("%(name)s, with an exception to “%(rule)s”") % said
    return _("%(name)s, and others change partners") % said
