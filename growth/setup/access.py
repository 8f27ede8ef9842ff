"""The marks on views of growth: who may open an address.

`growers` is for one's own pages. A page that one person writes and another reads (a shared plan, a
review) is marked `everybody_in_growth` and fetches through a queryset of what this person may read,
so it exists for nobody else: the reader need not use growth themselves.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from growth.setup import queries
from growth.setup.permissions import (
    is_shown_the_editing,
    organizes_growth,
    reads_the_board,
    reads_what_is_for_all,
    uses_growth,
)
from people.access import guests_too, say
from people.models import User


def growers(view: Callable) -> Callable:
    """People for whom growth is on; the view fetches only what is this person's own."""
    return _mark(view, uses_growth, "people for whom growth is on")


def everybody_in_growth(view: Callable) -> Callable:
    """Everybody of the organization, as soon as growth is on for anybody."""
    return _mark(view, reads_what_is_for_all, "people of the organization, once growth is on")


def everybody_and_guests(view: Callable) -> Callable:
    """Guests too; the view fetches through a queryset of what this person may see."""
    who = "people of the organization and guests, once growth is on"
    opened = _mark(view, reads_the_board, who)
    # Every page has the menu, so it asks the cache alone; who prepares the board before has a page that leads there.
    vars(opened)["is_for"] = lambda user: user.is_authenticated and not queries.switch().is_off
    return guests_too(opened)


def growth_organizers(view: Callable) -> Callable:
    """Organizers of growth, also while it is switched off: they prepare it."""
    opened = _mark(view, organizes_growth, "organizers of growth")
    vars(opened)["is_for"] = is_shown_the_editing
    return opened


def _mark(view: Callable, allows: Callable[[User], bool], who: str) -> Callable:
    @wraps(view)
    def opened(request, *args, **kwargs):
        if not allows(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    vars(opened)["is_for"] = allows  # menus ask it before they lead here
    return say(opened, who)
