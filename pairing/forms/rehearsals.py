from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.actions.rehearsals import FEWEST, MOST
from pairing.models import Rehearsal
from pairing.runs.rehearsal import filed, invention
from pairing.runs.rehearsal.people import earlier_cycles
from people.tables.reading import MOST_BYTES
from programs.models import Role
from programs.queries.calls import roles_applied_for

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

    file = forms.FileField(
        label=_("CSV or Excel file"),
        required=False,
        help_text=_(
            "As it would be imported: a row for each application, with an e-mail address, the role "
            "and the answers. The file is not kept, and nobody in it is told."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    role = forms.ModelChoiceField(
        label=_("Everyone in the file applies as"),
        queryset=Role.objects.none(),
        required=False,
        empty_label=_("A column says it"),
    )

    use_required_attribute = False  # of the fields that the choice of an earlier cycle hides

    def __init__(self, *given, cycle, reader, **named):
        super().__init__(*given, **named)
        earlier = earlier_cycles(cycle, reader)
        self.fields["former"].queryset = earlier
        self.fields["role"].queryset = roles_applied_for(cycle)
        self.cycle = cycle
        cohorts = dict(_Cohort.choices)
        if not invention.stands_for_a_cohort():
            del cohorts[_Cohort.ORGANIZATION]
        if not earlier.exists():
            del cohorts[_Cohort.FORMER]
            del self.fields["former"]
        self.fields["cohort"].choices = list(cohorts.items())
        self.fields["cohort"].initial = next(iter(cohorts))
        has_people = self.data.get("cohort") in {_Cohort.FORMER, _Cohort.FILE}
        for name in ("people", "mentor_percent"):
            self.fields[name].required = not has_people

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return file

    def clean(self):
        found = super().clean() or self.cleaned_data
        is_former = found.get("cohort") == _Cohort.FORMER
        if is_former and not found.get("former") and "former" not in self.errors:
            self.add_error("former", _("Choose an earlier cycle."))
        is_file = found.get("cohort") == _Cohort.FILE
        if is_file and not found.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return found

    def asked(self, at):
        """As the action takes it. ValidationError where a file cannot be read."""
        found = self.cleaned_data
        is_file = found["cohort"] == _Cohort.FILE
        return {
            "read": filed.read(self.cycle, found["file"].read(), role=found["role"], at=at)
            if is_file
            else None,
            "cohort": found["cohort"],
            "former": found.get("former"),
            "people": found.get("people") or 0,
            "mentor_percent": found.get("mentor_percent") or 0,
        }
