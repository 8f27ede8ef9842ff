from django import forms
from django.utils.translation import gettext_lazy as _


class TakeForm(forms.Form):
    """By when somebody has done what they take."""

    due_on = forms.DateField(label=_("Done by"))
