from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.imports.columns import FIELDS, REQUIRED, is_forbidden
from people.actions.imports.files import MOST_BYTES
from people.models import ImportFile


class FileForm(forms.Form):
    """A file to import, whatever it holds."""

    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("One row per person, the names of the columns in the first line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return file


class UploadForm(FileForm):
    as_of = forms.DateField(
        label=_("As of"),
        help_text=_("The day the file was made. Years at the company count back from it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ColumnsForm(forms.Form):
    """One select per field, because one column may say two things (a job role is a title too)."""

    on_error = forms.ChoiceField(
        label=_("When a row is wrong"),
        choices=ImportFile.OnError.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )

    def add_columns(
        self, stored: ImportFile, columns: Iterable[str], labels: dict, required: Iterable[str]
    ):
        """A select for each field of `labels` with the columns to choose from."""
        self._names = {field: f"map_{field.replace(':', '-')}" for field in labels}
        self.initial = {"on_error": stored.on_error, **self.initial}
        choices = [("", _("Not in the file")), *((name, name) for name in columns if name)]
        for field, name in self._names.items():
            self.initial[name] = stored.mapping.get(field, "")
            self.fields[name] = forms.ChoiceField(
                label=labels[field], choices=choices, required=field in required
            )

    def bound_columns(self, fields: Iterable[str]):
        return [self[self._names[field]] for field in fields]

    @property
    def map_fields(self):
        return self.bound_columns(self._names)

    @property
    def mapping(self):
        chosen = {field: self.cleaned_data[name] for field, name in self._names.items()}
        return {field: column for field, column in chosen.items() if column}


class MappingForm(ColumnsForm):
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["as_of", "on_error"]

    def __init__(self, stored, *args, **kwargs):
        super().__init__(*args, initial={"as_of": stored.as_of}, **kwargs)
        columns = [name for name in stored.outcome["columns"] if not is_forbidden(name)]
        self.add_columns(stored, columns, FIELDS, REQUIRED)
