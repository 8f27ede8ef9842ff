"""What somebody who signs up says about themselves, beside address and password."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.forms.fields import NameField
from people.models import User
from people.permissions import may_sign_up


class SignupFields(forms.Form):
    """Base of the sign-up forms; allauth calls `signup` once the account is saved."""

    name = NameField(
        label=_("Name"),
        max_length=150,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-browser-zone": ""})
    )

    field_order = ("name", "email", "password1", "time_zone")

    def clean_time_zone(self) -> str:
        """What the browser says, if it is a zone; it can be changed in the profile."""
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else "UTC"

    def clean(self):
        cleaned = super().clean()
        email = self.cleaned_data.get("email")
        if email and not may_sign_up(email):
            domains = ", ".join(f"@{domain}" for domain in settings.SIGNUP_DOMAINS)
            self.add_error(
                "email",
                forms.ValidationError(
                    _("Use your work address. It ends in %(domains)s."),
                    code="wrong_domain",
                    params={"domains": domains},
                ),
            )
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])
