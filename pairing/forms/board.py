from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Cycle


class ChangeForm(forms.Form):
    """What every change of the board sends along: the version that was looked at."""

    version = forms.IntegerField(min_value=0, required=False)


class TwoForm(ChangeForm):
    """A change about a mentee and a mentor: "12-34", the numbers of their applications."""

    two = forms.RegexField(r"^[1-9]\d{0,17}-[1-9]\d{0,17}$")

    def clean(self):
        given = super().clean()
        if pair := given.pop("two", ""):
            given["mentee"], given["mentor"] = (int(number) for number in pair.split("-"))
        return given


class PairForm(TwoForm):
    reason = forms.CharField(
        label=_("Why the rule may be set aside"), max_length=500, required=False, strip=True
    )


class SwapForm(ChangeForm):
    first = forms.IntegerField(min_value=1, max_value=2**62)
    second = forms.IntegerField(min_value=1, max_value=2**62)


class PlacesForm(ChangeForm):
    mentor = forms.IntegerField(min_value=1, max_value=2**62)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=50)


class RunForm(forms.Form):
    """Without an aim the cycle's own is taken."""

    objective = forms.ChoiceField(
        label=_("Aim"), choices=[("", ""), *Cycle.Objective.choices], required=False
    )
