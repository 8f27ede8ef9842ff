"""What holds for every request and every answer of the site."""

import re

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.cache import patch_cache_control

from mentorship.operations import probes, request_ids
from mentorship.web import errors
from people.access import lets_guests_in


def _is_signed_in(request) -> bool:
    """Without the cookie nobody is, and asking would tie public pages to a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class RequestIdMiddleware:
    """Name the request before anything can go wrong with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from_proxy = settings.ALLAUTH_TRUSTED_PROXY_COUNT and request.headers.get("X-Request-ID")
        request.request_id = request_ids.choose(from_proxy or "")
        mark = request_ids.current.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            request_ids.current.reset(mark)
        response["X-Request-ID"] = request.request_id
        return response


class ProbesMiddleware:
    """Answer balancers before anything else is asked: they know neither our host name nor https."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        probe = probes.AT.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class NoNulMiddleware:
    """Leave out NUL from addresses' parameters: no person types it, and Postgres refuses it.

    A posted NUL is for the form to refuse, which then shows what else was written.
    """

    _NUL = re.compile("%00|\x00")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if self._NUL.search(query):
            request.META["QUERY_STRING"] = self._NUL.sub("", query)
        return self.get_response(request)


class GuestsMiddleware:
    """For guests from outside nothing exists but what is marked for them: a page that forgets to
    think of guests is closed to them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if _is_signed_in(request) and request.user.is_guest and not lets_guests_in(view):
            raise Http404


class NoStoreMiddleware:
    """No browser keeps a page that a signed-in person saw: the next one at the desk may go back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and _is_signed_in(request):
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


class NoBlankAnswerMiddleware:
    """A page where Django answers with none: an address that only takes forms, opened by hand."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = errors.method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page
