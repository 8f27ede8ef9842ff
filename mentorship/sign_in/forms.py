import unicodedata

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from people.forms.fields import AddressField


class _ReadsPasted:
    """The address is read without the signs nobody sees, which a pasted one may bring."""

    address_field = "email"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields[self.address_field]
        self.fields[self.address_field] = AddressField(label=field.label, widget=field.widget)


class SignupForm(_ReadsPasted, AllauthSignupForm):
    """Sign-up that takes as long for a known address as for a new one."""

    def try_save(self, request):
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1"))
        return super().try_save(request)


class AddPasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=_("Without a password. Your device checks your fingerprint, your face or a PIN."),
    )


CODE_SENT_TO = "code_sent_to"  # in the session: the address, so that nobody types it twice


def plain_code(typed: str) -> str:
    """Letters and digits alone: a pasted code brings blanks, dashes, quotes and invisible signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum())


class _PlainCode:
    def clean_code(self):
        self.cleaned_data["code"] = plain_code(self.cleaned_data["code"])
        return super().clean_code()


class LoginCodeForm(_PlainCode, ConfirmLoginCodeForm):
    pass


class AddressCodeForm(_PlainCode, ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(_PlainCode, ConfirmPasswordResetCodeForm):
    pass


class AddAddressForm(_ReadsPasted, AddEmailForm):
    pass


class _KnowsAddress(_ReadsPasted):
    """Filled in with the address the last code went to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.address_field].initial = context.request.session.get(CODE_SENT_TO)


class RequestCodeForm(_KnowsAddress, RequestLoginCodeForm):
    pass


class ForgottenPasswordForm(_KnowsAddress, ResetPasswordForm):
    pass


class SignInForm(_KnowsAddress, LoginForm):
    address_field = "login"
