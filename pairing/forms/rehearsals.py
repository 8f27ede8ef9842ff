from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.actions.rehearsals import FEWEST, MOST
from pairing.models import Rehearsal
from pairing.runs.rehearsal import invention
from pairing.runs.rehearsal.people import earlier_cycles

USUAL_PEOPLE = 80
USUAL_PERCENT = 40
_Cohort = Rehearsal.Cohort


class _EarlierCycle(forms.ModelChoiceField):
    def label_from_instance(self, cycle):
        return _("%(cycle)s, %(many)d applications") % {"cycle": cycle, "many": cycle.many}


class RehearsalForm(forms.Form):
    """Who takes part. Offers only what there is: people to draw from, cycles one may read."""

    cohort = forms.ChoiceField(label=_("Who takes part"), widget=forms.RadioSelect)
    former = _EarlierCycle(
        label=_("Earlier cycle"),
        queryset=None,
        required=False,
        empty_label=None,
        help_text=_("Only totals are kept, never names."),
    )
    people = forms.IntegerField(
        label=_("People"), min_value=FEWEST, max_value=MOST, initial=USUAL_PEOPLE
    )
    mentor_percent = forms.IntegerField(
        label=_("Mentors among them, in %"),
        min_value=1,
        max_value=99,
        initial=USUAL_PERCENT,
    )

    use_required_attribute = False  # of the fields that the choice of an earlier cycle hides

    def __init__(self, *given, cycle, reader, **named):
        super().__init__(*given, **named)
        earlier = earlier_cycles(cycle, reader)
        self.fields["former"].queryset = earlier
        cohorts = dict(_Cohort.choices)
        if not invention.stands_for_a_cohort():
            del cohorts[_Cohort.ORGANIZATION]
        if not earlier.exists():
            del cohorts[_Cohort.FORMER]
            del self.fields["former"]
        self.fields["cohort"].choices = list(cohorts.items())
        self.fields["cohort"].initial = next(iter(cohorts))
        is_former = self.data.get("cohort") == _Cohort.FORMER
        for name in ("people", "mentor_percent"):
            self.fields[name].required = not is_former

    def clean(self):
        found = super().clean() or self.cleaned_data
        is_former = found.get("cohort") == _Cohort.FORMER
        if is_former and not found.get("former") and "former" not in self.errors:
            self.add_error("former", _("Choose an earlier cycle."))
        return found

    def asked(self):
        """As the action takes it."""
        found = self.cleaned_data
        return {
            "cohort": found["cohort"],
            "former": found.get("former"),
            "people": found.get("people") or 0,
            "mentor_percent": found.get("mentor_percent") or 0,
        }
