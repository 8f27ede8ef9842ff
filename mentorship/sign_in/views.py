from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mentorship.sign_in import browser
from mentorship.sign_in.unsent import forget_cookie
from people.access import guests_too, signed_in
from people.actions import unsent


@signed_in
@guests_too
def overview(request):
    """A person's account at a glance: address, password, second step, devices."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(
        request,
        "account/overview.html",
        {
            "address": EmailAddress.objects.get_primary(request.user),
            "has_app": Authenticator.Type.TOTP in kinds,
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "devices": UserSession.objects.filter(user=request.user).count(),
            "quotes": request.user.quotes.given().select_related("cycle__program"),
        },
    )


@signed_in
@guests_too
def unsent_list(request):
    """What was sent after the session had ended, to be sent now or thrown away."""
    here = browser.read(request)
    waiting = unsent.waiting(request.user, here.key) if here else []
    response = (
        render(request, "mentorship/unsent.html", {"waiting": waiting})
        if waiting
        else redirect("home")
    )
    if not waiting:
        forget_cookie(response)
    return response


@require_POST
@signed_in
@guests_too
def unsent_discard(request, pk):
    if here := browser.read(request):
        unsent.discard(request.user, here.key, pk=pk)
    return redirect("unsent")
