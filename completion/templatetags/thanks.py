"""What members of a pair gave each other, on pages of other rooms. `{% load thanks %}`

{% thanks_waiting pair user at %}  what partners wait for, on the page of the pair
{% kudos_of_program cycle user %}  public lines of a program, for whoever is signed in
{% kudos_about person %}           public lines about somebody
{% has_ended_well pair as done %}  whether the reader has done every step of its end
"""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context

from completion.queries import farewells, thanks
from pairs.models import Pair
from people.models import User
from programs.models import Cycle

register = template.Library()


@register.inclusion_tag("completion/_thanks_waiting.html")
def thanks_waiting(pair: Pair, user: User, at: datetime) -> dict[str, Any]:
    waiting = [given for given in thanks.waiting(user, at) if given.pair_id == pair.pk]
    return {"pair": pair, "waiting": waiting}


@register.simple_tag(takes_context=True)
def has_ended_well(context: Context, pair: Pair) -> bool:
    """Of all pairs on a page in one query."""
    request: Any = context["request"]
    if not hasattr(request, "ended_well"):
        request.ended_well = farewells.gone_through_by(request.user)
    return pair.pk in request.ended_well


@register.inclusion_tag("completion/_kudos.html")
def kudos_of_program(cycle: Cycle, user: User) -> dict[str, Any]:
    """Nothing for visitors and guests: people said yes to being read by colleagues."""
    is_colleague = user.is_authenticated and not user.is_guest
    return {"lines": thanks.of_program(cycle) if is_colleague else []}


@register.inclusion_tag("completion/_kudos.html")
def kudos_about(person: User) -> dict[str, Any]:
    return {"lines": thanks.about(person), "is_about_one": True}
