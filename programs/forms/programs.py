"""Forms that make a program or a cycle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.catalog import TEMPLATES
from programs.forms.settings import day_input, zone_of
from programs.models import Cycle
from programs.programfile import names, names_of


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


class NamesForm(forms.Form):
    """What a template asks of the organization that starts from it."""

    use_required_attribute = False  # the questions of the templates not chosen are on the page too

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        for item in asked:
            self.fields[item["key"]] = forms.CharField(
                label=item["question"],
                help_text=item["help"],
                initial=item["suggestion"],
                required=item["required"],
                max_length=names.LONGEST,
                widget=forms.URLInput() if item["kind"] == "link" else forms.TextInput(),
            )

    def clean(self):
        super().clean()
        found = self.cleaned_data
        for item in self.asked:
            try:
                names.answer_to(item, found.get(item["key"]) or "")
            except forms.ValidationError as error:
                if item["key"] not in self.errors:
                    self.add_error(item["key"], error)
        return found


def _typed(data, prefix, asked):
    """What was written for a template, shown again also when another one is chosen."""
    sent = {item["key"]: f"{prefix}-{item['key']}" for item in asked}
    return {key: data[name] for key, name in sent.items() if data and name in data}


class ProgramCreateForm(_NewCycle):
    name = forms.CharField(label=_("Name of the program"), max_length=120)
    template = forms.ChoiceField(label=_("Start from"), widget=forms.RadioSelect, initial="plain")
    field_order = ["name", "cycle_name", "starts_on", "zone", "template"]

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["template"].choices = [
            (name, f"{template.label}. {template.description}")
            for name, template in TEMPLATES.items()
        ]
        chosen = self["template"].value()
        self.names = {
            name: NamesForm(
                data if name == chosen else None,
                prefix=name,
                asked=asked,
                initial=_typed(data, name, asked),
            )
            for name, template in TEMPLATES.items()
            if (asked := names_of(template.read()))
        }

    def is_valid(self) -> bool:
        """Of the questions of the templates, those of the chosen one count."""
        own = self.names.get(self["template"].value())
        return super().is_valid() and (own is None or own.is_valid())

    @property
    def groups(self):
        """The questions of each template, with the template they belong to."""
        return [(TEMPLATES[name], form) for name, form in self.names.items()]

    def values(self):
        own = self.names.get(self.cleaned_data["template"])
        return self.cleaned_data | {"names": own.cleaned_data if own else {}}


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
