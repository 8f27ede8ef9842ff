"""Pages for what goes wrong, in words that are true for the person at that moment.

Where a form did not get through, the page holds what was sent and can send it again. Nothing of it
is stored.
"""

import sys

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import requires_csrf_token

from mentorship.sign_in import posted

READ_ONLY = "25006"  # Postgres: read_only_sql_transaction
TRY_AGAIN_AFTER_SECONDS = 60


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database cannot be reached or takes nothing, which passes by itself."""
    error = sys.exc_info()[1]
    if not _is_outage(error):
        return _bare(request, "500.html", status=500)
    answer = _bare(request, "503.html", status=503, is_read_only=_code(error) == READ_ONLY)
    answer["Retry-After"] = str(TRY_AGAIN_AFTER_SECONDS)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer good, mostly because of a new sign-in in another tab."""
    return render(request, "403_csrf.html", _sent(request), status=403)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Somebody opened an address that only takes forms, as a link or by hand."""
    return render(request, "405.html", {"back": posted.page_of(request)}, status=405)


def _bare(request: HttpRequest, template: str, *, status: int, **more: object) -> HttpResponse:
    """A page that asks nothing of anybody: not who is signed in, not the database."""
    known = {"request": request, "csrf_token": get_token(request), **_sent(request), **more}
    answer = HttpResponse(render_to_string(template, known), status=status)
    patch_cache_control(answer, no_store=True, private=True)
    return answer


def _sent(request: HttpRequest) -> dict:
    try:
        return {"posted": posted.from_request(request)}
    except Exception:  # what was sent may be the very thing that cannot be read
        return {"posted": None}


def _is_outage(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError) or _code(error) == READ_ONLY


def _code(error: BaseException | None) -> str:
    """Postgres' own code of an error of the database."""
    return getattr(error.__cause__, "pgcode", None) or "" if isinstance(error, Error) else ""
