from django import forms
from django.utils.translation import gettext_lazy as _


class WindowForm(forms.Form):
    """First and last day of a survey. Whether they may be so is the action's matter."""

    opens_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
