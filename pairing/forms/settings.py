"""The forms of the settings page of pairing. What they offer and allow is the engine's to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pairing import programfile
from pairing.engine.scoring.criteria import MOST_WEIGHT
from pairing.engine.scoring.rules import MOST_POINTS, Rule
from pairing.rules.offered import criterion_choices
from programs.forms.settings import short
from programs.models import Cycle, PairingRule
from programs.programfile.shape import Item, make


class RuleForm(forms.Form):
    """How a cycle takes one rule, with a number where the rule asks for one."""

    strength = forms.ChoiceField(
        choices=[
            (PairingRule.Strength.HARD, _("Must")),
            (PairingRule.Strength.SOFT, _("Prefer")),
            (PairingRule.Strength.OFF, _("Off")),
        ],
        widget=forms.RadioSelect,
    )
    points = short(
        forms.IntegerField(min_value=0, max_value=MOST_POINTS, required=False),
        _("Points taken off"),
    )

    def __init__(self, *given, rule: Rule, **named):
        super().__init__(*given, prefix=f"rule-{rule.key}", **named)
        self.rule, self.label, self.about = rule, gettext(rule.label), gettext(rule.about)
        self.fields["strength"].label = self.about
        if rule.number:
            number = forms.IntegerField(
                min_value=rule.number.least, max_value=rule.number.most, required=False
            )
            self.fields["value"] = short(number, gettext(rule.number.label))

    def item(self) -> Item:
        found = self.cleaned_data
        is_soft = found["strength"] == PairingRule.Strength.SOFT
        values = {
            "strength": found["strength"],
            "points": (found["points"] or 0) if is_soft else 0,
            "value": found.get("value"),
        }
        return make(programfile.RULE, values)


class PairingForm(forms.ModelForm):
    """Aims, and one number per criterion."""

    class Meta:
        model = Cycle
        fields = ["objective", "shortage", "needs_two_signatures"]

    def __init__(self, *args, weights: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        for criterion, label in criterion_choices():
            self.fields[f"w_{criterion}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=weights.get(criterion, 0),
                widget=forms.NumberInput(attrs={"class": "form-control form-control-sm num"}),
            )

    def clean(self):
        found = super().clean()
        if not self.errors and not any(self.weights().values()):
            raise ValidationError(_("At least one criterion must count."), code="no_weight")
        return found

    def weights(self) -> dict[str, int]:
        return {key: self.cleaned_data[f"w_{key}"] for key, _label in criterion_choices()}

    def weight_fields(self) -> list[tuple[forms.BoundField, int]]:
        """Each with its share of the 100 points, as typed by now; what is no number has none."""
        fields = [self[f"w_{key}"] for key, _label in criterion_choices()]
        typed = [_number(field.value()) for field in fields]
        whole = sum(typed) or 1
        return [
            (field, round(100 * points / whole))
            for field, points in zip(fields, typed, strict=True)
        ]


def _number(typed: object) -> int:
    text = str(typed)
    return min(int(text), MOST_WEIGHT) if text.isdecimal() and len(text) < 6 else 0
