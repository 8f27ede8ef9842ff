"""What a visitor may want to know of the site before writing anything into it."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import guests_too, public


@guests_too
@public
@require_safe
def privacy(request):
    context = {"privacy_url": settings.PRIVACY_URL}
    return render(request, "mentorship/about/privacy.html", context)


@guests_too
@public
@require_safe
def accessibility(request):
    return render(request, "mentorship/about/accessibility.html")
