"""The mark for a pair's own pages."""

from collections.abc import Callable
from functools import wraps

from django.shortcuts import get_object_or_404

from pairs.models import Pair
from people.access import say


def pair_members(view: Callable) -> Callable:
    """The two people of the pair, also after it ended; for everybody else it does not exist, for
    organizers and administrators too. The view gets the pair instead of its number."""

    @wraps(view)
    def opened(request, pair: int, **kwargs):
        found = get_object_or_404(Pair.objects.visible_to(request.user).with_people(), pk=pair)
        return view(request, found, **kwargs)

    return say(opened, "the two people of the pair")
