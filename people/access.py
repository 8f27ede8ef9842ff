"""Who may open an address.

Every view carries exactly one mark. The mark makes the decision and also says it: `manage.py urls`
prints it and the access test refuses a view without one. Marks that need a program live in
`programs.access`, marks that need a pair in `pairing.access`; all set the same attribute.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest

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


def guests_too(view: View) -> View:
    """Beside the mark of a view: guests from outside find it too. Nothing else exists for them."""
    vars(view)["lets_guests_in"] = True
    return view


def lets_guests_in(view: View) -> bool:
    """What is marked so, and the library's pages of one's own account."""
    return getattr(view, "lets_guests_in", False) or view.__module__.startswith("allauth.")


def administrators(view: View) -> View:
    """Administrators. For everybody else the address does not exist."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return say(opened, "administrators")


def confirmed(view: View) -> View:
    """Below the mark of a view that changes rights or addresses: only for people who showed in the
    last minutes who they are, so that an open screen is not enough. What was posted comes back
    after they have shown it again."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not showed_who_they_are(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return opened


def showed_who_they_are(request: HttpRequest) -> bool:
    """Whether the person signed in, or confirmed it again, within the last minutes."""
    records = get_authentication_records(request, request.user)
    age = time.time() - max((record["at"] for record in records), default=0)
    return age < app_settings.REAUTHENTICATION_TIMEOUT
