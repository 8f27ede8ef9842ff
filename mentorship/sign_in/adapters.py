"""How this organization signs people in: who may make an account, and mails that keep no words."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.sign_in import second_factor
from mentorship.sign_in.forms import CODE_SENT_TO
from notifications.actions import account_mail
from people.models import User
from people.names import tidy
from people.permissions import may_sign_up

CODE_LASTS = timedelta(seconds=settings.CODES_ARE_GOOD_FOR_SECONDS)
NEWS_LASTS = timedelta(days=2)
# Mails after which somebody enters a code, known or not: both must look the same.
INSTEAD_OF_SIGNING_IN = {
    "login_code",
    "password_reset_code",
    "email_confirmation",
    "email_confirmation_signup",
    "unknown_account",
    "account_already_exists",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask an administrator."),
        "email_password_mismatch": _(
            "This address and password do not match. Check both, or let us send you a code."
        ),
        "enter_current_password": _("Enter the password you use now."),
        "incorrect_code": _("This is not the code we sent. Check it, or get a new one."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "That was too many tries. Wait a few minutes, or get a new code."
        ),
        "rate_limited": _("That was too many tries. Wait a few minutes."),
        "same_as_current": _("This is the address you have now."),
    }

    def is_open_for_signup(self, request):
        return bool(settings.SIGNUP_DOMAINS)

    def get_reauthentication_methods(self, user):
        """Somebody without a password and second step confirms with a code by mail."""
        methods = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        by_code = {
            "id": "code",
            "description": _("Use a code from a mail"),
            "url": reverse("account_confirm"),
        }
        return [by_code]

    def post_login(self, request, user, **more):
        request.session.pop(CODE_SENT_TO, None)
        return super().post_login(request, user, **more)

    def send_mail(self, template_prefix, email, context):
        """Have it sent at once by a worker. Codes are never stored where they can be read."""
        person = context.get("user") or User.objects.by_email(email).first()
        if person:
            _put_address_on_record(person)
        everything = {
            "request": self.request,
            "email": email,
            "SITE_NAME": settings.SITE_NAME,
            "BASE_URL": settings.BASE_URL,
            **context,
            "user": person,
        }
        kind = template_prefix.rpartition("/")[2]
        if kind in INSTEAD_OF_SIGNING_IN and self.request:
            self.request.session[CODE_SENT_TO] = email
        account_mail.queue(
            self.render_mail(template_prefix, email, everything),
            kind=f"account_{kind}",
            to=person,
            at=timezone.now(),
            good_for=CODE_LASTS if "code" in context else NEWS_LASTS,
        )


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Codes change every 30 seconds: try the next."),
        "unverified_email": _("Confirm your e-mail address first, then add a second step."),
        "cannot_delete_authenticator": _(
            "Your rights here ask for a second step. Add a passkey first, then switch the app off."
        ),
    }

    def can_delete_authenticator(self, authenticator):
        person = authenticator.user
        return second_factor.has_one(person, besides=authenticator) or not (
            second_factor.is_demanded_of(person)
        )


def _put_address_on_record(person: User) -> None:
    """Imported people have no address row yet; with one, the code they enter also verifies it."""
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": False}
    )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request, sociallogin):
        """An address nobody vouches for opens no account: say so instead of sending a mail without a code."""
        email = sociallogin.user.email
        is_known = sociallogin.is_existing or request.user.is_authenticated
        if is_known or any(one.verified for one in sociallogin.email_addresses):
            return
        request.session[CODE_SENT_TO] = email
        problem = _(
            "%(name)s does not tell us that %(email)s is yours, so we cannot sign you in with it. "
            "Let us send you a code to that address instead."
        )
        if not email:
            problem = _(
                "%(name)s did not tell us your e-mail address, so we cannot sign you in with it."
            )
        messages.error(request, problem % {"name": settings.OIDC_NAME, "email": email})
        raise ImmediateHttpResponse(redirect("account_request_login_code"))

    def is_open_for_signup(self, request, sociallogin):
        return may_sign_up(sociallogin.user.email or "")

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        full = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        user.name = tidy(data.get("name") or full)[:150]
        return user
