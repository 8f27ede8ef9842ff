"""What a request posted, for a page that shows it and can send it again."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from people.models import PostedForm

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
SENT_AGAIN = "_unsent"  # beside the fields of a kept form: its number
_NEVER_KEPT = ("/account/", "/admin/")
_SECRET = re.compile(r"passw|secret|credential|token", re.IGNORECASE)


def from_request(request: HttpRequest) -> PostedForm | None:
    """None for what must not be kept or shown: passwords, codes, and forms of other sites."""
    if request.method != "POST" or request.path.startswith(_NEVER_KEPT):
        return None
    names = [name for name in request.POST if name not in (TOKEN, SENT_AGAIN)]
    if any(_SECRET.search(name) for name in names) or not _is_from_here(request):
        return None
    return PostedForm(
        address=request.get_full_path(),
        page=page_of(request),
        fields=[(name, value) for name in names for value in request.POST.getlist(name)],
        had_files=bool(request.FILES),
        is_part=is_part(request),
    )


def page_of(request: HttpRequest) -> str:
    """The page of this site the request came from, or nothing."""
    named = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(named, {request.get_host()}):
        return ""
    parts = urlsplit(named)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_part(request: HttpRequest) -> bool:
    """Sent by a script (htmx, a beacon), which does not show the answer as a page."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return "HX-Request" in request.headers or mode != "navigate"


def _is_from_here(request: HttpRequest) -> bool:
    """Another site must not put words into the mouth of somebody who then presses "Send"."""
    if getattr(request, "csrf_processing_done", False):
        return True
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"
