from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import AddressField
from people.models import User


class ReaderForm(forms.Form):
    """Who is to read a summary: the manager on record, or somebody by their address. `seen` is the
    version of the sheet beside the form."""

    MANAGER, OTHER = "manager", "other"

    to = forms.ChoiceField(label=_("Who reads it?"), widget=forms.RadioSelect)
    email = AddressField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_("They need an account here. For anyone else, print the page or save it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, manager: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manager = manager
        if manager is None:
            del self.fields["to"]
            self.fields["email"].required = True
        else:
            words = _("%(name)s, your manager") % {"name": manager}
            choices = [(self.MANAGER, words), (self.OTHER, _("Somebody else here"))]
            self.fields["to"].choices = choices
            self.initial.setdefault("to", self.MANAGER)
            self.fields["email"].label = _("The e-mail address of somebody else")

    def clean(self) -> dict[str, Any]:
        """The person found is `reader`."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == self.MANAGER:
            return cleaned | {"reader": self.manager}
        address = cleaned.get("email")
        person = User.objects.members().by_email(address).first() if address else None
        if "email" not in self.errors and person is None:
            missing = _("Type the address of the person who is to read it.")
            self.add_error("email", _("Nobody here has this address.") if address else missing)
        return cleaned | {"reader": person}

    def check_again(self, version: str) -> None:
        """Beside the form stands another sheet than the one that was refused."""
        data: Any = self.data.copy()
        data["seen"] = version
        self.data = data
