"""How people from outside come in."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import AddressField, NameField


class SignUpForm(forms.Form):
    name = NameField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a code there. With it you sign in, now and later."),
    )
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-browser-zone": ""})
    )

    def clean_time_zone(self) -> str:
        """What the browser says, if it is a zone."""
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else ""


class InviteForm(forms.Form):
    name = NameField(label=_("Name"), max_length=150)
    email = AddressField(label=_("E-mail"), max_length=254)
    community = NameField(
        label=_("Comes from"),
        max_length=150,
        required=False,
        help_text=_("A community or a project, so that others know who it is."),
    )
