from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.imports.columns import FIELDS, REQUIRED, is_forbidden
from people.models import ImportFile
from people.tables import days
from people.tables.delimited import DELIMITERS
from people.tables.encodings import LABELS
from people.tables.reading import MOST_BYTES
from people.tables.records import Choices

AUTOMATIC = ("", _("As the file says"))


class FileForm(forms.Form):
    """A file to import, whatever it holds."""

    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("One row per person, with the column names in the first row."),
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


class ReadingForm(forms.Form):
    """How the bytes of a file become a table, where the file does not say it right by itself."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(
        label=_("Between the cells"), required=False, choices=[AUTOMATIC, *DELIMITERS.items()]
    )
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    head_line = forms.TypedChoiceField(
        label=_("The names of the columns are in"),
        required=False,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs take words only
    )
    skips_hidden = forms.BooleanField(label=_("Leave out hidden rows"), required=False)

    def __init__(self, stored: ImportFile, *args, **kwargs):
        self.choices_before = stored.choices
        kwargs["initial"] = {**stored.choices.as_stored(), "head_line": ""}
        if stored.choices.head_line:
            kwargs["initial"]["head_line"] = str(stored.choices.head_line)
        super().__init__(*args, **kwargs)
        outcome = stored.outcome
        self.fields["encoding"].choices = [AUTOMATIC, *LABELS.items()]
        self.fields["head_line"].choices = [
            AUTOMATIC,
            *(
                (str(line), _("Line %(line)s: %(cells)s") % {"line": line, "cells": _joined(cells)})
                for line, cells in outcome.get("beginning", [])
            ),
        ]
        if sheets := outcome.get("sheets"):
            self.fields["sheet"].choices = [AUTOMATIC, *map(_sheet, sheets)]
            del self.fields["encoding"], self.fields["delimiter"]
        else:
            del self.fields["sheet"]
        if not outcome.get("hidden_count"):
            del self.fields["skips_hidden"]
        if not outcome.get("columns"):  # the encoding comes first
            self.fields = {"encoding": self.fields["encoding"]}

    @property
    def choices(self) -> Choices:
        """What was chosen, with what was chosen about columns before."""
        before = self.choices_before.as_stored()
        return Choices.from_stored({**before, **self.cleaned_data})


def _joined(cells: list[str]) -> str:
    return ", ".join(cell for cell in cells if cell)[:80]


def _sheet(sheet: list) -> tuple:
    name, is_hidden = sheet
    return name, _("%(name)s (hidden)") % {"name": name} if is_hidden else name


class ColumnsForm(forms.Form):
    """One select per field, because one column may say two things (a job role is a title too)."""

    ORDERS = [
        ("", _("As the file says")),
        (days.DAY_FIRST, _("The day first: 31/12")),
        (days.MONTH_FIRST, _("The month first: 12/31")),
    ]

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
        self._add_orders(stored)

    def _add_orders(self, stored: ImportFile):
        """A choice for each column whose dates have two readings, or had before somebody chose."""
        open_now, chosen = stored.outcome.get("open_orders", {}), stored.choices.orders
        self._order_names = {
            column: f"order_{stored.outcome['columns'].index(column)}"
            for column in dict.fromkeys([*open_now, *(c for c in chosen if chosen[c])])
            if column in stored.outcome["columns"]
        }
        for column, name in self._order_names.items():
            self.initial[name] = chosen.get(column, "")
            self.fields[name] = forms.ChoiceField(
                label=_("Dates in “%(column)s”") % {"column": column},
                help_text=_("For example: %(example)s") % {"example": open_now[column]}
                if column in open_now
                else "",
                choices=self.ORDERS,
                required=column in open_now,
            )

    def bound_columns(self, fields: Iterable[str]):
        return [self[self._names[field]] for field in fields]

    @property
    def map_fields(self):
        return self.bound_columns(self._names)

    @property
    def order_fields_shown(self):
        return [self[name] for name in self._order_names.values()]

    @property
    def mapping(self):
        chosen = {field: self.cleaned_data[name] for field, name in self._names.items()}
        return {field: column for field, column in chosen.items() if column}

    @property
    def orders(self):
        found = {column: self.cleaned_data[name] for column, name in self._order_names.items()}
        return {column: order for column, order in found.items() if order}


class MappingForm(ColumnsForm):
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    blanks = forms.ChoiceField(
        label=_("A blank cell"),
        choices=[
            ("keep", _("keeps what is stored about the person")),
            (
                "clear",
                _("clears it: manager, division, start date and anything else that is mapped"),
            ),
        ],
        required=False,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    field_order = ["as_of", "blanks", "on_error"]

    def __init__(self, stored, *args, **kwargs):
        blanks = "clear" if stored.choices.clears_blanks else "keep"
        initial = {"as_of": stored.as_of, "blanks": blanks}
        super().__init__(*args, initial=initial, **kwargs)
        columns = [name for name in stored.outcome["columns"] if not is_forbidden(name)]
        self.add_columns(stored, columns, FIELDS, REQUIRED)

    @property
    def settings(self):
        """What `people.actions.imports.stored.change_settings` takes."""
        return {
            "mapping": self.mapping,
            "orders": self.orders,
            "as_of": self.cleaned_data["as_of"],
            "on_error": self.cleaned_data["on_error"],
            "clears_blanks": self.cleaned_data["blanks"] == "clear",
        }
