from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from mentorship import health
from people.access import public


@public
@never_cache
def healthz(request):
    parts = health.parts()
    return JsonResponse(
        {"ok": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503
    )
