"""Codes by mail that say when they ran out, and are as good after "Send a new code" as the first one.

allauth sends people silently back to an empty form, and lets a new code end when the first one would.
"""

import time

from allauth.account import views as allauth
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.urls import path
from django.utils.translation import gettext as _

from mentorship.sign_in.forms import CODE_SENT_TO
from people.access import guests_too, public


class _SaysWhenItRanOut:
    """Lead to the page that sends a code, with the address filled in and a word about it."""

    new_code_at = ""

    def dispatch(self, request, *args, **kwargs):
        self._process = None
        response = super().dispatch(request, *args, **kwargs)
        if self._process or CODE_SENT_TO not in request.session:
            return response
        messages.warning(request, _("The code ran out. We can send you a new one."))
        is_new_address = request.user.is_authenticated
        page = resolve_url("account_email" if is_new_address else self.new_code_at)
        query = request.GET.urlencode()
        return redirect(f"{page}?{query}" if query else page)

    def form_valid(self, form):
        if self._process and self.request.POST.get("action") in {"resend", "change"}:
            self._process.state |= {"at": time.time(), "failed_attempts": 0}
        else:
            self.request.session.pop(CODE_SENT_TO, None)
        return super().form_valid(form)


class LoginCodeView(_SaysWhenItRanOut, allauth.ConfirmLoginCodeView):
    new_code_at = "account_request_login_code"


class AddressCodeView(_SaysWhenItRanOut, allauth.ConfirmEmailVerificationCodeView):
    """For an account that is not in use yet; signing in sends another code."""

    new_code_at = "account_login"


class PasswordCodeView(_SaysWhenItRanOut, allauth.ConfirmPasswordResetCodeView):
    new_code_at = "account_reset_password"


class NewPasswordView(_SaysWhenItRanOut, allauth.CompletePasswordResetView):
    new_code_at = "account_reset_password"


def _open(view):
    return guests_too(public(view.as_view()))


# In place of allauth's views at the same addresses.
urlpatterns = [
    path("login/code/confirm/", _open(LoginCodeView), name="login_code"),
    path("confirm-email/", _open(AddressCodeView), name="address_code"),
    path("password/reset/confirm/", _open(PasswordCodeView), name="password_code"),
    path("password/reset/complete/", _open(NewPasswordView), name="new_password"),
]
