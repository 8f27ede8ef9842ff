"""What balancers, orchestrators and monitoring ask. `mentorship.web.middleware` answers them first."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorship.operations import health
from people.access import public


@public
@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """This process answers. Restart it if it does not."""
    return JsonResponse({"ok": True})


@public
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """This process can serve pages. A missing broker, worker or beat is no reason to send nobody."""
    return _answer({"database": health.database_answers()})


@public
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The whole installation works: for monitoring, not for balancers."""
    return _answer(health.parts())


def _answer(parts: dict[str, bool]) -> JsonResponse:
    is_fine = all(parts.values())
    return JsonResponse({"ok": is_fine, **parts}, status=200 if is_fine else 503)


AT = {"/livez": livez, "/readyz": readyz, "/healthz": healthz}
