from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import AddressField
from people.models import User


class ReaderForm(forms.Form):
    """Somebody to share with, by their address."""

    email = AddressField(
        label=_("Share with somebody else"), help_text=_("Their e-mail address here.")
    )

    def clean_email(self) -> User:
        people = User.objects.members()
        person = people.by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
        return person
