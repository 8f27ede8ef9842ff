"""What the engine weighed, in words."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing.queries.readiness.insight import Gain, Recruit
from pairing.templatetags.board import zone_city

register = template.Library()


@register.simple_tag(takes_context=True)
def gain_words(context: Context, gain: Gain) -> str:
    """Pairs, points and how many others would move."""
    said = []
    if gain.pairs:
        pairs = ngettext("%(n)+d pair", "%(n)+d pairs", abs(gain.pairs)) % {"n": gain.pairs}
        said.append(pairs)
    said.append(ngettext("%(n)+d point", "%(n)+d points", abs(gain.points)) % {"n": gain.points})
    moves = ngettext("%(n)d %(mentee)s changes", "%(n)d %(mentees)s change", gain.moves)
    words = {"n": gain.moves, **context["cycle"].called.words}
    return ", ".join([*said, moves % words]).replace("-", "−")


@register.simple_tag(takes_context=True)
def kind_words(context: Context, one: Recruit) -> str:
    """A mentor who would help: division, place and level, as far as they are known."""
    said = [one.division, zone_city(one.zone) if one.zone else ""]
    if one.level is not None:
        said.append(_("level %(n)d") % {"n": one.level})
    where = ", ".join(part for part in said if part)
    words = {"where": where, **context["cycle"].called.words}
    return (_("One %(mentor)s like those in %(where)s") if where else _("Any %(mentor)s")) % words


@register.simple_tag
def group_title(kind: str) -> str:
    return {
        "division": _("Fairness by division"),
        "zone": _("Fairness by time zone"),
        "tenure": _("Fairness by years in the organization"),
        "first": _("Fairness to first-timers"),
    }.get(kind, kind)


@register.simple_tag
def group_name(kind: str, name: str) -> str:
    words = {
        "unknown": _("Not known"),
        "under 1 year": _("Under 1 year"),
        "1 to 2 years": _("1 to 2 years"),
        "3 years and more": _("3 years and more"),
        "first": _("First time"),
        "again": _("Paired before"),
    }
    return zone_city(name) if kind == "zone" else words.get(name, name)
