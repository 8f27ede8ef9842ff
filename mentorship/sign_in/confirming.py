"""Confirming by a code in a mail that it is you, for people without a password and second step.

allauth asks again for a password or a second step only, and lets everybody else pass.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    resume_request,
)
from allauth.core import ratelimit
from django import forms
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from people.access import guests_too, signed_in

STATE = "account_confirm"  # in the session: the code's hash, until when, and tries left
GOOD_FOR = 15 * 60  # seconds
MOST_TRIES = 5


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


@signed_in
@guests_too
def confirm(request):
    """Send a code when asked to, and go on with what was begun once it is entered."""
    if get_reauthentication_flows(request.user):
        raise Http404  # password and second step have pages of their own
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    if request.POST.get("action") == "send":
        _send(request)
        return redirect(request.get_full_path())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = _problem(request, form.cleaned_data["code"])
        if not problem:
            return resume_request(request) or redirect("home")
        form.add_error("code", problem)
    waits = STATE in request.session
    return render(request, "account/confirm.html", {"form": form, "waits": waits})


def _send(request: HttpRequest) -> None:
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[STATE] = {
        "hash": _hash(code),
        "until": time.time() + GOOD_FOR,
        "tries": MOST_TRIES,
    }
    address = request.user.email  # type: ignore[union-attr]  # the mark lets in nobody else
    adapter.send_mail("account/email/confirm_code", address, {"code": code})


def _problem(request: HttpRequest, code: str) -> forms.ValidationError | None:
    """Why the code does not confirm anything; None when it does."""
    state = request.session.get(STATE)
    if state is None or state["until"] < time.time() or state["tries"] == 0:
        request.session.pop(STATE, None)
        return forms.ValidationError(
            _("This code no longer works. Send a new one."), code="ran_out"
        )
    if not constant_time_compare(_hash(code), state["hash"]):
        request.session[STATE] = {**state, "tries": state["tries"] - 1}
        return forms.ValidationError(
            _("This is not the code we sent. Check it, or send a new one."), code="incorrect_code"
        )
    del request.session[STATE]
    record_authentication(request, request.user, method="code", reauthenticated=True)
    return None


def _hash(code: str) -> str:
    """Of letters and digits alone: pasted codes bring blanks and dashes."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac(STATE, plain, algorithm="sha256").hexdigest()
