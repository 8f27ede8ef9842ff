"""The mark of pages about several programs."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from outcomes.permissions import may_read_figures
from people.access import say


def figure_readers(view: Callable) -> Callable:
    """Administrators, and organizers of any program: the view shows each what is theirs. For
    everybody else the address does not exist."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not may_read_figures(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    vars(opened)["is_for"] = may_read_figures
    return say(opened, "organizers of any program, and administrators")
