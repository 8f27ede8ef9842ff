"""Which browser this is, and who signed in last with it: what is left when a session has ended.

The cookie opens nothing. It is the key to forms that were not sent (`people.actions.unsent`), and
says whose they are.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "browser"
_SALT = "mentorship.sign_in.browser"
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Browser:
    key: str
    person: int  # primary key


def read(request: HttpRequest) -> Browser | None:
    try:
        key, person = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Browser(key, person)


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Write down who is signed in, when that changed. The key stays as it is, also for the next person."""
    known = read(request)
    if known and known.person == request.user.pk:
        return
    key = known.key if known else secrets.token_urlsafe(32)
    response.set_cookie(
        COOKIE,
        signing.dumps([key, request.user.pk], salt=_SALT),
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
