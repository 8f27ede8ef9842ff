"""A second step at sign-in that a setting demands of people with rights."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from people.models import User
from programs.models import Staff

ADMINISTRATORS, ORGANIZERS = "administrators", "organizers"
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where people set one up, prove who they are, or leave.
_OPEN = "account/"


def is_demanded_of(person: User) -> bool:
    """Whether the setting asks it of this person. Organizers stands for everybody with a right in
    a program: confirmers read what is most sensitive."""
    if ADMINISTRATORS in settings.SECOND_FACTOR_FOR and person.is_staff:
        return True
    return ORGANIZERS in settings.SECOND_FACTOR_FOR and Staff.objects.filter(person=person).exists()


def has_one(person: User, *, besides: Authenticator | None = None) -> bool:
    """Recovery codes alone are none: they are for the day the second step is lost."""
    steps = Authenticator.objects.filter(user=person, type__in=SECOND_STEPS)
    return steps.exclude(pk=besides.pk if besides else None).exists()


def _to_set_up(request):
    address = reverse("mfa_index")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


class SecondFactorMiddleware:
    """Who has rights that demand a second step sets one up before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_FOR or request.resolver_match.route.startswith(_OPEN):
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # asking who it is would tie public pages to a session
        person = request.user
        if not person.is_authenticated or has_one(person) or not is_demanded_of(person):
            return None
        messages.warning(
            request, _("Your rights here ask for a second step when you sign in. Set one up first.")
        )
        return _to_set_up(request)
