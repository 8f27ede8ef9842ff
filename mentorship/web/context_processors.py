"""What every template may use. No queries here: public pages of visitors touch neither session nor user."""

from django.conf import settings
from django.http import HttpRequest

from mentorship.sign_in.unsent import COOKIE, is_waiting


def site(request: HttpRequest) -> dict[str, str | bool]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "CONTACT_ADDRESS": settings.CONTACT_ADDRESS,
        "SIGNUP_IS_OPEN": bool(settings.SIGNUP_DOMAINS),
        "IS_UNSENT_WAITING": COOKIE in request.COOKIES and is_waiting(request),
    }
