from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from growth.setup import queries
from growth.setup.models import GrowthSetup
from people.forms.fields import AddressField
from people.forms.watched import WatchedForm
from people.models import User


class SetupForm(WatchedForm):
    """The three states of growth, the divisions of the middle one, and the next review."""

    state = forms.ChoiceField(
        label=_("Growth"),
        choices=GrowthSetup.State.choices,
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
        help_text=_("Switching it off hides all its pages. What people wrote is kept."),
    )
    divisions = forms.MultipleChoiceField(
        label=_("Divisions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only used when growth is on for some divisions."),
    )
    review_on = forms.DateField(
        label=_("Next performance review opens on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Two weeks before, people with a plan are reminded to talk to their manager."),
    )

    def __init__(self, *args, setup: GrowthSetup, **kwargs):
        initial = {
            "state": setup.state,
            "divisions": setup.divisions,
            "review_on": setup.review_on,
        }
        super().__init__(*args, initial=initial, **kwargs)
        names = sorted({*queries.divisions(), *setup.divisions})
        self.fields["divisions"].choices = [(name, name) for name in names]
        if not names:
            self.fields["divisions"].help_text = _(
                "Nobody here has a division on record yet. They come with the data of your people."
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == GrowthSetup.State.SOME and not cleaned.get("divisions"):
            self.add_error("divisions", _("Choose at least one division."))
        return cleaned


class NamedOnceForm(WatchedForm):
    """Making something: sent twice, it is not there twice under one name."""

    named: Any = None  # the rows among which a name is new

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not self.is_of_something_stored() and self.named.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is one of this name already."), code="known")
        return name


class OrganizerForm(forms.Form):
    """Somebody by their address: a list of everybody would be a page of its own."""

    email = AddressField(label=_("E-mail"))

    def clean_email(self):
        person = User.objects.active().by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
        return person
