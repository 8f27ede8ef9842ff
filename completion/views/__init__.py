from django.http import HttpRequest
from django.urls import reverse

from people.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in: the marks on the views let nobody else through."""

    user: User


def record_address(request: HttpRequest) -> str:
    """Where anybody checks a completion record, as it is printed."""
    check = request.build_absolute_uri(reverse("completion:record_check"))
    return check.partition("//")[2].rstrip("/")
