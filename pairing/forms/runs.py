from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle


class RunForm(forms.Form):
    """Without an aim the cycle's own is taken."""

    objective = forms.ChoiceField(
        label=_("Aim"), choices=[("", ""), *Cycle.Objective.choices], required=False
    )
