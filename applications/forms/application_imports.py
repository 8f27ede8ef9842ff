from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from applications.actions.application_imports import columns
from people.forms.imports import ColumnsForm, FileForm
from people.forms.profile import zone_choices
from programs.queries.calls import roles_applied_for


def _role_field(cycle):
    return forms.ModelChoiceField(
        roles_applied_for(cycle),
        label=_("Everyone in the file applies as"),
        required=False,
        empty_label=_("A column says it"),
    )


class UploadForm(FileForm):
    def __init__(self, cycle, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"] = _role_field(cycle)


class MappingForm(ColumnsForm):
    field_order = ["role", "zone", "on_error"]

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
        self.add_columns(stored, names, columns.FIELDS | questions, {"email"})
        self._add_zone(stored)
        self.order_fields(self.field_order)

    def _add_zone(self, stored):
        """Where times without a zone are from, and what an abbreviation means that several share."""
        outcome, chosen = stored.outcome, stored.choices.zone
        unclear = outcome.get("open_zones") or {}
        if not (unclear or chosen or outcome.get("without_zone")):
            return
        own = _("The cycle’s: %(zone)s") % {"zone": stored.cycle.zone}
        self.initial["zone"] = chosen
        self.fields["zone"] = forms.ChoiceField(
            label=_("Times without a zone are in"),
            choices=[("", own), *zone_choices()],
            required=bool(unclear),
            help_text=_("Several zones are called %(example)s: say which is meant.")
            % {"example": next(iter(unclear.values()))}
            if unclear
            else "",
        )

    @property
    def person_fields(self):
        return self.bound_columns(columns.FIELDS)

    @property
    def question_fields(self):
        return self.bound_columns(self._questions)

    @property
    def settings(self):
        """What `application_imports.stored.change_settings` takes."""
        return {
            "mapping": self.mapping,
            "orders": self.orders,
            "zone": self.cleaned_data.get("zone", ""),
            "role": self.cleaned_data["role"],
            "on_error": self.cleaned_data["on_error"],
        }

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("role") and not cleaned.get("map_role"):
            self.add_error("role", _("Choose a role, or the column that says it."))
        return cleaned
