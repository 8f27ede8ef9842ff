from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growth.setup import queries
from growth.setup.models import GrowthSetup
from people.forms.fields import AddressField
from people.forms.versions import KeepsBoth
from people.models import User


class SetupForm(KeepsBoth):
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
        super().__init__(*args, initial=self.current_of(setup), **kwargs)
        names = sorted({*queries.divisions(), *setup.divisions})
        self.fields["divisions"].choices = [(name, name) for name in names]
        if not names:
            self.fields["divisions"].help_text = _(
                "Nobody here has a division on record yet. They come with the data of your people."
            )

    def current(self):
        return dict(self.initial)

    def current_of(self, row):
        return {"state": row.state, "divisions": row.divisions, "review_on": row.review_on}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == GrowthSetup.State.SOME and not cleaned.get("divisions"):
            self.add_error("divisions", _("Choose at least one division."))
        return cleaned


class NamedOnceForm(KeepsBoth):
    """Making something: sent twice, it is not there twice under one name."""

    named: Any = None  # the rows among which a name is new
    name_field = "name"

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get(self.name_field)
        same = {f"{self.name_field}__iexact": name}
        if name and not self.standing and self.named.filter(**same).exists():
            self.add_error(self.name_field, self._known())
        return cleaned

    def unchanged(self, row):
        """Of two who make one name in the same moment, the second is told, unless both say the same."""
        if self.standing:
            super().unchanged(row)
        elif not self.says(self.current_of(row)):
            raise ValidationError({self.name_field: self._known()})

    def _known(self) -> ValidationError:
        return ValidationError(_("There is one of this name already."), code="known")


class OrganizerForm(forms.Form):
    """Somebody by their address: a list of everybody would be a page of its own."""

    email = AddressField(label=_("E-mail"))

    def clean_email(self):
        person = User.objects.active().by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
        return person
