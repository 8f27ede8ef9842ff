from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from applications.actions.application_imports import columns
from people.forms.imports import ColumnsForm, FileForm
from programs.models import Role

LABELS = {
    "email": _("E-mail address"),
    "name": _("Name"),
    "role": _("Role"),
    "submitted_at": _("Sent on"),
    "capacity": _("Number of mentees"),
    "job_title": _("Job title"),
    "department": _("Department"),
    "division": _("Division"),
    "level": _("Level"),
    "started_on": _("Start date"),
    "location": _("Location"),
    "time_zone": _("Time zone"),
    "languages": _("Languages"),
}


def _role_field(cycle):
    return forms.ModelChoiceField(
        cycle.roles.exclude(side=Role.Side.STAFF),
        label=_("Everybody in the file applies as"),
        required=False,
        empty_label=_("A column says it"),
    )


class UploadForm(FileForm):
    def __init__(self, cycle, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"] = _role_field(cycle)


class MappingForm(ColumnsForm):
    field_order = ["role", "on_error"]

    def __init__(self, stored, *args, **kwargs):
        super().__init__(*args, initial={"role": stored.role}, **kwargs)
        self.fields["role"] = _role_field(stored.cycle)
        asked = columns.questions_of(stored.cycle)
        questions = {
            columns.QUESTION + one.key: Truncator(one.text).chars(120)
            for questions in reversed(asked.values())
            for one in questions
        }
        self._questions = list(questions)
        names = stored.outcome["columns"]
        self.add_columns(stored, names, LABELS | questions, {"email"})
        self.order_fields(self.field_order)

    @property
    def person_fields(self):
        return self.bound_columns(LABELS)

    @property
    def question_fields(self):
        return self.bound_columns(self._questions)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("role") and not cleaned.get("map_role"):
            self.add_error("role", _("Choose a role, or the column that says it."))
        return cleaned
