from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.shortcuts import render

from people.access import signed_in


@signed_in
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
        },
    )
