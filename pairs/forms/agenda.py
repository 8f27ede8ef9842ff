from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from pairs.models import AgendaTemplate, PairAgenda
from pairs.models.agenda_template import MOST_AGENDAS, lines_of
from pairs.programfile import AGENDA, problem_with
from people.forms.versions import KeepsBoth
from programs.forms.lines import RowLine, said
from programs.forms.settings import PlainLines
from programs.programfile.shape import Item, make


class _Lines(forms.CharField):
    """Compared line by line: how a browser ends its lines is no change."""

    def has_changed(self, initial, data):
        return lines_of(initial or "") != lines_of(data or "")


class OwnAgendaForm(KeepsBoth, forms.ModelForm):
    """Points that a pair keeps, and what it finds them by."""

    class Meta:
        model = PairAgenda
        fields = ["name", "points"]
        field_classes = {"points": _Lines}
        widgets = {"points": forms.Textarea(attrs={"rows": 8})}

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AgendaForm(RowLine, PlainLines, forms.ModelForm):
    line_fields = "pairs/agenda/_settings_fields.html"
    line_adds = _("Add an agenda")

    remove = forms.BooleanField(required=False, label=_("Remove"))

    class Meta:
        model = AgendaTemplate
        fields = ["stage", "name", "points"]
        widgets = {
            "stage": forms.Select(attrs={"class": "form-select"}),
            "name": forms.TextInput(attrs={"class": "form-control", "data-line-title": ""}),
            "points": forms.Textarea(attrs={"rows": 6, "class": "form-control"}),
        }

    @property
    def line_title(self) -> str:
        return self["name"].value() or said(self["stage"])

    @property
    def line_about(self) -> str:
        return " · ".join(lines_of(self["points"].value() or ""))

    @property
    def line_chip(self) -> str:
        return said(self["stage"]) if self["name"].value() else ""

    def clean_points(self):
        points = self.cleaned_data["points"]
        if problem := problem_with(points):
            raise forms.ValidationError(problem, code="points")
        return points

    def is_row(self) -> bool:
        return bool(self.cleaned_data.get("points")) and not self.cleaned_data.get("remove")

    def item(self) -> Item:
        return make(AGENDA, {name: self.cleaned_data[name] for name in self.Meta.fields})


class BaseAgendas(forms.BaseFormSet):
    def clean(self):
        """Two of a stage are told apart by their names."""
        seen = set()
        for form in self.forms:
            if form.is_valid() and form.is_row():
                key = (form.cleaned_data["stage"], form.cleaned_data["name"])
                if key in seen:
                    message = _(
                        "Give it another name: there is one of this name for these sessions."
                    )
                    form.add_error("name", forms.ValidationError(message, code="twice"))
                seen.add(key)

    def is_valid(self):
        return super().is_valid() and not any(form.errors for form in self.forms)

    def items(self) -> list[Item]:
        return [form.item() for form in self.forms if form.is_row()]


Agendas = formset_factory(
    AgendaForm,
    formset=BaseAgendas,
    extra=2,
    max_num=MOST_AGENDAS,
    absolute_max=MOST_AGENDAS + 8,
    validate_max=True,
)
