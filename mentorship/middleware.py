"""What holds for every answer of the site."""

from django.conf import settings
from django.utils.cache import patch_cache_control


class NoStoreMiddleware:
    """No browser keeps a page that a signed-in person saw: the next one at the desk may go back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Without the cookie nobody is signed in, and asking would tie public pages to a session.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if (
            has_session
            and request.user.is_authenticated
            and not response.has_header("Cache-Control")
        ):
            patch_cache_control(response, no_store=True, private=True)
        return response
