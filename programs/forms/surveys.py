from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.versions import KeepsBoth


class WindowForm(KeepsBoth, forms.Form):
    """First and last day of a survey. Whether they may be so is the action's matter."""

    opens_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def current(self):
        return dict(self.initial)
