from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.actions.decisions import MOST_PLACES
from pairing.engine.scoring.criteria import MOST_WEIGHT
from pairing.queries.board.wanted import Wanted
from pairing.rules.offered import criterion_choices, rule_choices
from programs.models import Cycle


class ChangeForm(forms.Form):
    """What every change of the board sends along: the version that was looked at."""

    version = forms.IntegerField(min_value=0, required=False)

    def wanted(self, kind):
        """The change to try or to make. Only for forms of changes that settle the whole board."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Wanted(kind, **given)


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
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)


class RuleForm(ChangeForm):
    rule = forms.ChoiceField(choices=rule_choices)


class WeightsForm(ChangeForm):
    """The points of each criterion; what counts is how they stand to each other."""

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        for criterion, label in criterion_choices():
            self.fields[f"w_{criterion}"] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_WEIGHT
            )

    def clean(self):
        given = super().clean()
        names = [key for key, _label in criterion_choices()]
        if not self.errors and not any(given[f"w_{name}"] for name in names):
            raise forms.ValidationError(_("One of them has to count."), code="no_weight")
        return given

    def wanted(self, kind):
        names = [key for key, _label in criterion_choices()]
        return Wanted(kind, weights=tuple((name, self.cleaned_data[f"w_{name}"]) for name in names))


# The changes after which the rest is paired anew.
SETTLE_FORMS = {
    "lock": TwoForm,
    "veto": TwoForm,
    "pair": PairForm,
    "places": PlacesForm,
    "weights": WeightsForm,
    "rule": RuleForm,
}


class RunForm(forms.Form):
    """Without an aim the cycle's own is taken."""

    objective = forms.ChoiceField(
        label=_("Aim"), choices=[("", ""), *Cycle.Objective.choices], required=False
    )
