from django.http import HttpRequest

from people.models import User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in: the marks on the views let nobody else through."""

    user: User
