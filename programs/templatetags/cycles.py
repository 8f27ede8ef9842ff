"""`{% load cycles %}`, then

{% cycle_url "programs:outreach" %}             an address of the page's `cycle`: its two slugs are filled in
{% cycle_url "programs:event_detail" event.pk %}    with what else the address names
{% cycle_url "programs:checklist" cycle=pair.cycle %}   of another cycle; `as` keeps it for later
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from programs.models import Cycle
from programs.rules import linter

register = template.Library()


@register.filter
def passed(findings: Iterable[linter.Finding]) -> int:
    """How many checks of the dates found nothing to complain of."""
    return sum(finding.level == linter.FINE for finding in findings)


@register.simple_tag(takes_context=True)
def cycle_url(context: Context, name: str, *more: Any, cycle: Cycle | None = None) -> str:
    cycle = cycle or context["cycle"]
    return reverse(name, args=[cycle.program.slug, cycle.slug, *more])
