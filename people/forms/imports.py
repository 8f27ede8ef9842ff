from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.imports.columns import FIELDS, REQUIRED, is_forbidden
from people.actions.imports.files import MOST_BYTES
from people.models import PeopleImport


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("One row per person, the names of the columns in the first line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    as_of = forms.DateField(
        label=_("As of"),
        help_text=_("The day the file was made. Years at the company count back from it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return file


class MappingForm(forms.Form):
    """One select per field, because one column may say two things (a job role is a title too)."""

    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    on_error = forms.ChoiceField(
        label=_("When a row is wrong"),
        choices=PeopleImport.OnError.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )

    def __init__(self, stored, *args, **kwargs):
        initial = {"as_of": stored.as_of, "on_error": stored.on_error}
        initial |= {f"map_{field}": column for field, column in stored.mapping.items()}
        super().__init__(*args, initial=initial, **kwargs)
        names = [name for name in stored.outcome["columns"] if name and not is_forbidden(name)]
        choices = [("", _("Not in the file")), *((name, name) for name in names)]
        for field, label in FIELDS.items():
            self.fields[f"map_{field}"] = forms.ChoiceField(
                label=label, choices=choices, required=field in REQUIRED
            )

    @property
    def map_fields(self):
        return [self[f"map_{field}"] for field in FIELDS]

    @property
    def mapping(self):
        chosen = {field: self.cleaned_data[f"map_{field}"] for field in FIELDS}
        return {field: column for field, column in chosen.items() if column}
