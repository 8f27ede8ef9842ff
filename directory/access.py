"""The marks on views of the directory."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from directory.permissions import uses_directory
from people.access import say


def directory_users(view: Callable) -> Callable:
    """People of the organization, while it has a directory. What is one person's own, or between
    two of them, the view fetches for this person only."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not uses_directory(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    vars(opened)["is_for"] = uses_directory  # menus ask it before they lead here
    return say(opened, "people of the organization, while it has a directory")
