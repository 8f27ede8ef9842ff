"""Forms that make a program or a cycle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.catalog import TEMPLATES
from programs.forms.settings import day_input, zone_of
from programs.models import Cycle


class _NewCycle(forms.Form):
    cycle_name = forms.CharField(
        label=_("Name of the cycle"), max_length=120, help_text=_("For example “Spring 2027”.")
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=day_input(),
        help_text=_("All other dates are placed around it. You can move each of them."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Of all days and times, for example Europe/Berlin."),
        widget=forms.TextInput(attrs={"list": "zones", "data-browser-zone": ""}),
    )

    def clean_zone(self):
        return zone_of(self.cleaned_data["zone"])

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if not 1990 <= day.year <= 2190:
            raise forms.ValidationError(_("Choose a year between 1990 and 2190."), code="year")
        return day


class ProgramCreateForm(_NewCycle):
    name = forms.CharField(label=_("Name of the program"), max_length=120)
    template = forms.ChoiceField(label=_("Start from"), widget=forms.RadioSelect, initial="plain")
    field_order = ["name", "cycle_name", "starts_on", "zone", "template"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [
            (name, f"{template.label}. {template.description}")
            for name, template in TEMPLATES.items()
        ]


class CycleCreateForm(_NewCycle):
    previous = forms.ModelChoiceField(
        Cycle.objects.none(),
        label=_("Take over from"),
        required=False,
        empty_label=_("Nothing: start from the plain program"),
        help_text=_("Texts, roles, questions, rules and surveys are kept, dates are moved."),
    )
    field_order = ["cycle_name", "previous", "starts_on", "zone"]

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["previous"].queryset = program.cycles.all()
