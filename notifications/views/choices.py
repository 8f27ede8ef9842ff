"""Everybody chooses which mail they get."""

from django.contrib import messages
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import addresses, kinds
from notifications.actions import choices
from notifications.forms.choices import ChoicesForm
from people.access import public, signed_in
from people.models import User


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request):
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, person=request.user)
    if data is not None and form.is_valid():
        choices.choose(request.user, **form.chosen(), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("notifications:mail_choices")
    required = sorted(kinds.required_for(request.user), key=lambda kind: str(kind.label))
    context = {
        "form": form,
        "asks": [kind.label for kind in required if kind.asks],
        "tells": [kind.label for kind in required if not kind.asks],
    }
    return render(request, "notifications/mail_choices.html", context)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request, token):
    """Where a mail's own link leads. Looking changes nothing, since mail programs look too; a press
    acts, or the mail program's button (RFC 8058), which knows no token of ours."""
    try:
        number, names = addresses.read(token)
    except signing.BadSignature:
        raise Http404 from None
    person = get_object_or_404(User.objects.active(), pk=number)
    found = [kind for kind in kinds.optional() if kind.name in names]
    if not found:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        choices.switch_off(person, *(kind.name for kind in found))
    context = {"labels": [kind.label for kind in found], "is_done": is_done}
    return render(request, "notifications/switch_off.html", context)
