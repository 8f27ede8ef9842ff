"""What holds for every answer of the site."""

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_cache_control


def _is_signed_in(request) -> bool:
    """Without the cookie nobody is, and asking would tie public pages to a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class NoStoreMiddleware:
    """No browser keeps a page that a signed-in person saw: the next one at the desk may go back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_signed_in(request) and not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response


class TimeZoneMiddleware:
    """Signed-in people read times in the zone of their profile; visitors' browsers convert them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_signed_in(request):
            return self.get_response(request)
        with timezone.override(request.user.time_zone):
            return self.get_response(request)
