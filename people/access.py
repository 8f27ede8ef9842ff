"""Who may open an address.

Every view carries exactly one mark. The mark makes the decision and also says it: `manage.py urls`
prints it and the access test refuses a view without one. Marks that need a program live in
`programs.access`, marks that need a pair in `pairing.access`; all set the same attribute.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404

View = Callable


def say(view: View, who: str) -> View:
    """Write on a view who may open it."""
    vars(view)["opens_to"] = who
    return view


def public(view: View) -> View:
    """Everybody, also without signing in. What the page shows still depends on the person."""
    return say(login_not_required(view), "everybody")


def signed_in(view: View) -> View:
    """Anybody signed in; the view itself fetches only what is this person's own."""
    return say(view, "signed-in people")


def administrators(view: View) -> View:
    """Administrators. For everybody else the address does not exist."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return say(opened, "administrators")
