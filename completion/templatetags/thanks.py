"""What members of a pair gave each other, on pages of other rooms. `{% load thanks %}`

{% thanks_waiting pair user at %}  what partners wait for, on the page of the pair
{% kudos_of_program cycle user %}  public lines of a program, for whoever is signed in
{% kudos_about person %}           public lines about somebody
"""

from datetime import datetime
from typing import Any

from django import template

from completion.queries import thanks
from pairs.models import Pair
from people.models import User
from programs.models import Cycle

register = template.Library()


@register.inclusion_tag("completion/_thanks_waiting.html")
def thanks_waiting(pair: Pair, user: User, at: datetime) -> dict[str, Any]:
    waiting = [given for given in thanks.waiting(user, at) if given.pair_id == pair.pk]
    return {"pair": pair, "waiting": waiting}


@register.inclusion_tag("completion/_kudos.html")
def kudos_of_program(cycle: Cycle, user: User) -> dict[str, Any]:
    """Nothing for visitors and guests: people said yes to being read by colleagues."""
    is_colleague = user.is_authenticated and not user.is_guest
    return {"lines": thanks.of_program(cycle) if is_colleague else []}


@register.inclusion_tag("completion/_kudos.html")
def kudos_about(person: User) -> dict[str, Any]:
    return {"lines": thanks.about(person), "is_about_one": True}
