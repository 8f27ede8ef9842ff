"""The dates of a cycle as rows of a table. Last days are inclusive."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.forms.lines import RowLine, said
from programs.forms.settings import PlainLines, day_input, short
from programs.models import Milestone, Role
from programs.programfile import schema
from programs.programfile.kinds import FIRST_YEAR, LAST_YEAR
from programs.programfile.reading import checking
from programs.programfile.shape import Item, make


class _Day(forms.DateField):
    widget = forms.DateInput

    def __init__(self, label):
        super().__init__(required=False, widget=day_input())
        short(self, label)

    def validate(self, value):
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(_("This year is too far away."), code="year")


class CallForm(RowLine, forms.Form):
    line_fields = "programs/_call_fields.html"
    line_adds = _("Add a call")

    role = forms.ModelChoiceField(Role.objects.none(), empty_label=None)
    opens = _Day(_("First day"))
    closes = _Day(_("Last day"))
    late_until = _Day(_("Late applications until"))
    remove = short(forms.BooleanField(required=False), _("Remove"))

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles
        short(self.fields["role"], _("Role"))

    @property
    def is_blank(self) -> bool:
        """The empty line names a role, too."""
        return not self.initial and not set(self.changed_data) - {"role"}

    @property
    def line_title(self) -> str:
        return "" if self.is_blank else said(self["role"])

    @property
    def line_about(self) -> str:
        if self.is_blank:
            return ""
        opens, closes, late = (said(self[name]) for name in ("opens", "closes", "late_until"))
        if not (opens and closes):
            return gettext("To be decided")
        words = gettext("%(first)s to %(last)s") % {"first": opens, "last": closes}
        return f"{words}, {gettext('late until %s') % late}" if late else words

    def is_row(self) -> bool:
        """A row that stays: saved before, or new with a date. The empty line names a role too."""
        found = self.cleaned_data
        has_dates = any(found.get(name) for name in ("opens", "closes", "late_until"))
        return bool(found) and not found.get("remove") and (has_dates or bool(self.initial))

    def item(self) -> Item:
        return make(
            schema.CALL, {k: self.cleaned_data.get(k) for k in ("opens", "closes", "late_until")}
        )


class BaseCalls(forms.BaseFormSet):
    def clean(self):
        forms_of: dict[int, list[CallForm]] = {}
        for form in self.forms:
            if form.is_valid() and form.is_row():
                forms_of.setdefault(form.cleaned_data["role"].pk, []).append(form)
        for rows in forms_of.values():
            items = [row.item() for row in rows]
            by_item = {id(item): row for item, row in zip(items, rows, strict=True)}
            checking.check_calls(
                items,
                lambda item, key, text, by_item=by_item: by_item[id(item)].add_error(key, text),
            )

    def by_role(self, roles) -> dict[Role, list[Item]]:
        """The calls of every role, also of those that are left without."""
        found: dict[Role, list[Item]] = {role: [] for role in roles}
        for form in self.forms:
            if form.is_row():
                found[form.cleaned_data["role"]].append(form.item())
        return found


class MilestoneForm(RowLine, PlainLines, forms.ModelForm):
    line_fields = "programs/_milestone_fields.html"
    line_adds = _("Add a date")
    remove = short(forms.BooleanField(required=False), _("Remove"))

    class Meta:
        model = Milestone
        fields = [
            "title", "precision", "starts_on", "ends_on", "kind", "is_public", "is_optional",
            "description", "link", "link_label",
        ]  # fmt: skip
        widgets = {
            "starts_on": day_input(),
            "ends_on": day_input(),
            "description": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "title": _("What"), "precision": _("Kind of date"), "starts_on": _("Day, or first day"),
            "ends_on": _("Last day"), "kind": _("What the software reads it as"),
            "is_public": _("Public"), "is_optional": _("Optional"), "description": _("Description"),
            "link": _("Related resource"), "link_label": _("Name of the link"),
        }  # fmt: skip
        for name, label in labels.items():
            short(self.fields[name], label)
        self.fields["title"].required = False
        self.fields["title"].widget.attrs["data-line-title"] = ""

    @property
    def line_title(self) -> str:
        return self["title"].value() or ""

    @property
    def line_about(self) -> str:
        if self.is_blank:
            return ""
        first, last = said(self["starts_on"]), said(self["ends_on"])
        if not first:
            return gettext("To be decided")
        precision = self["precision"].value()
        if precision == Milestone.Precision.SPAN and last:
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        if precision == Milestone.Precision.DAY:
            return first
        return f"{said(self['precision'])} {first}"

    @property
    def line_chip(self) -> str:
        if self.is_blank or self["is_public"].value():
            return ""
        return gettext("Internal")

    def clean(self):
        found = super().clean()
        if found.get("remove"):
            return found
        if not found.get("title"):
            if self.has_changed():
                self.add_error("title", _("Say what happens on this date."))
            return found
        names = {"on": "starts_on", "until": "ends_on"}
        checking.check_milestone(
            self.item(), lambda key, text: self.add_error(names.get(key, key), text)
        )
        return found

    def is_row(self) -> bool:
        found = self.cleaned_data
        return bool(found.get("title")) and not found.get("remove")

    def item(self) -> Item:
        found = self.cleaned_data
        return make(
            schema.MILESTONE,
            {key.name: found.get(key.attribute) for key in schema.MILESTONE.columns},
        )

    def _get_validation_exclusions(self):
        """Rules between columns are told by `checking` in better words than the database's."""
        return {field.name for field in Milestone._meta.fields}


Calls = formset_factory(CallForm, formset=BaseCalls, extra=1, max_num=100, absolute_max=120)
Milestones = formset_factory(MilestoneForm, extra=2, max_num=100, absolute_max=120)


class MoveForm(forms.Form):
    by_days = forms.IntegerField(label=_("Days"), min_value=-3650, max_value=3650)
