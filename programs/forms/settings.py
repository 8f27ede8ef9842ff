"""Forms of the settings pages: texts, roles, staff and file."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.forms import formset_factory
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from people.forms.fields import AddressField
from people.models import User
from programs.forms.lines import Line, RowLine, lines_of, said
from programs.models import Cycle, Program, Requirement, Role, Staff
from programs.programfile import schema
from programs.programfile.kinds import LONGEST_TEXT
from programs.programfile.reading import checking
from programs.programfile.shape import Item, make

LARGEST_FILE = 1_000_000
MOST_MONTHS = 600  # somebody has to have been there that long


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def short(field: forms.Field, label: str | Promise, **attributes: str) -> forms.Field:
    """A field in a table: small, with its label only spoken."""
    small = (
        "form-select form-select-sm"
        if isinstance(field, forms.ChoiceField)
        else "form-control form-control-sm"
    )
    if isinstance(field, forms.BooleanField):
        small = "form-check-input"
    field.widget.attrs |= {"class": small, "aria-label": label, **attributes}
    return field


class PlainLines:
    """What people type keeps plain line ends, so that a program file says the same."""

    def clean(self):
        found = super().clean() or self.cleaned_data
        for name, value in list(found.items()):
            if isinstance(value, str):
                found[name] = value.replace("\r\n", "\n")
                if len(value) > LONGEST_TEXT:
                    self.add_error(name, _("This text is too long: at most 20,000 characters fit."))
        return found


class ProgramForm(PlainLines, forms.ModelForm):
    class Meta:
        model = Program
        fields = ["name", "lead", "mission", "audience", "hosts", "visibility"]
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 2}),
            "mission": forms.Textarea(attrs={"rows": 4}),
            "audience": forms.Textarea(attrs={"rows": 3}),
            "hosts": forms.Textarea(attrs={"rows": 3}),
        }

    def lines(self) -> list[Line]:
        texts = ["lead", "mission", "audience", "hosts"]
        return lines_of(self, [(_("Name, and who sees it"), "name", "visibility"), *texts])


class CycleForm(PlainLines, forms.ModelForm):
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Of all days and times of the cycle, for example Europe/Berlin."),
        widget=forms.TextInput(attrs={"list": "zones"}),
    )

    class Meta:
        model = Cycle
        fields = [
            "name", "zone", "starts_on", "ends_on", "cadence_days", "session_minutes",
            "session_minutes_most",
            "extension_days", "goal_check_sessions",
            "expectations_level", "coffee_chat_level", "style_level", "purpose_level",
            "goal_level", "agreement_level", "first_date_level",
            "structure", "contact", "reply_address", "start_message", "video_link", "late_note",
            "meeting_target", "attendance_target",
        ]  # fmt: skip
        widgets = {
            "starts_on": day_input(),
            "ends_on": day_input(),
            "structure": forms.Textarea(attrs={"rows": 8}),
            "contact": forms.Textarea(attrs={"rows": 3}),
            "start_message": forms.Textarea(attrs={"rows": 6}),
            "late_note": forms.Textarea(attrs={"rows": 2}),
        }

    def lines(self) -> list[Line]:
        sessions = ["cadence_days", "session_minutes", "session_minutes_most"]
        start = [name for name in self.fields if name.endswith("_level")]
        return lines_of(
            self,
            [
                (_("Name and time zone"), "name", "zone"),
                (_("First and last day"), "starts_on", "ends_on"),
                (_("Sessions"), *sessions, "extension_days", "goal_check_sessions"),
                (_("What pairs do at the start"), *start),
                "structure",
                (_("Questions and replies"), "contact", "reply_address"),
                (_("What people need to start"), "start_message", "video_link"),
                "late_note",
                (_("Goals of the cycle"), "meeting_target", "attendance_target"),
            ],
        )

    def clean_zone(self):
        return zone_of(self.cleaned_data["zone"])

    def clean(self):
        super().clean()
        found = self.cleaned_data
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day must come after the first."))
        least, most = found.get("session_minutes"), found.get("session_minutes_most")
        if least and most and most < least:
            self.add_error("session_minutes_most", _("Not shorter than a session."))
        return found


def zone_of(name: str) -> str:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="unknown_zone")
    return name


class RoleForm(PlainLines, forms.ModelForm):
    class Meta:
        model = Role
        fields = [
            "name", "plural", "side", "capacity", "benefits", "considerations", "expectations",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 5})
            for name in ("benefits", "considerations", "expectations")
        }
        labels = {"side": _("Side")}
        help_texts = {"plural": _("Left empty, we add an s.")}

    def lines(self) -> list[Line]:
        names = (_("Name and places"), "name", "plural", "side", "capacity")
        return lines_of(self, [names, "benefits", "considerations", "expectations"])


class NewRoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    side = forms.ChoiceField(label=_("Side"), choices=Role.Side.choices)


class RequirementForm(RowLine, forms.ModelForm):
    """One row of the requirements of a role. A row without a text is none."""

    line_fields = "programs/_requirement_fields.html"
    line_adds = _("Add a requirement")

    key = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    position = short(forms.IntegerField(required=False, min_value=0, max_value=999), _("Place"))
    remove = short(forms.BooleanField(required=False), _("Remove"))

    class Meta:
        model = Requirement
        fields = [
            "text", "kind", "check_by", "months", "due_on", "link", "obligation",
            "only_in_both_roles",
        ]  # fmt: skip
        widgets = {"due_on": day_input(), "text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "text": _("What people read"), "kind": _("Kind"), "check_by": _("How we check it"),
            "months": _("Months"), "due_on": _("Until"), "link": _("Link"),
            "obligation": _("Is it required?"), "only_in_both_roles": _("Only if they applied for both roles"),
        }  # fmt: skip
        for name, label in labels.items():
            short(self.fields[name], label)
        self.fields["text"].widget.attrs["data-line-title"] = ""
        self.fields["months"].required = False
        self.fields["months"].validators.append(MaxValueValidator(MOST_MONTHS))

    def clean(self):
        super().clean()
        found = self.cleaned_data
        if self.errors or not self.is_row():
            return found
        # How we check it follows from most kinds, and is not asked then.
        found["check_by"] = checking.CHECK_OF_KIND.get(found["kind"], found["check_by"])
        item = self.item()
        checking.complete_requirement(
            item, lambda key, text: self.add_error("check_by" if key == "check" else key, text)
        )
        found["check_by"] = item["check"]
        return found

    @property
    def line_title(self) -> str:
        return self["text"].value() or ""

    @property
    def line_about(self) -> str:
        return "" if self.is_blank else said(self["kind"])

    @property
    def line_chip(self) -> str:
        return "" if self.is_blank else said(self["obligation"])

    def is_row(self) -> bool:
        return bool(self.cleaned_data.get("text")) and not self.cleaned_data.get("remove")

    def item(self, key: str = "") -> Item:
        found = self.cleaned_data
        columns = [key for key in schema.REQUIREMENT.columns if key.attribute in found]
        return make(
            schema.REQUIREMENT, {c.name: found[c.attribute] for c in columns} | {"key": key}
        )

    def _get_validation_exclusions(self):
        """Rules between columns are told by `checking` in better words than the database's."""
        return {field.name for field in Requirement._meta.fields}


class BaseRequirements(forms.BaseFormSet):
    def items(self) -> list[Item]:
        """In the order of the numbers; new rows get a key made from their text."""
        rows = [form for form in self.forms if form.is_row()]
        rows.sort(key=lambda form: form.cleaned_data.get("position") or 999)
        taken = {form.cleaned_data["key"] for form in rows}
        items = []
        for form in rows:
            key = form.cleaned_data["key"] or free_key(form.cleaned_data["text"], taken)
            taken.add(key)
            items.append(form.item(key))
        return items


def free_key(text: str, taken: set[str]) -> str:
    base = slugify(text)[:40].strip("-") or "requirement"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


Requirements = formset_factory(
    RequirementForm, formset=BaseRequirements, extra=2, max_num=50, absolute_max=60
)


class StaffForm(forms.Form):
    email = AddressField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Right"), choices=Staff.Role.choices)

    def clean_email(self):
        """The person with this address."""
        person = User.objects.members().by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise ValidationError(_("Nobody here has this address."), code="unknown_person")
        self.person = person
        return person.email


class OrganizerForm(StaffForm):
    """Only the address: the right is the organizer's."""

    role = None  # type: ignore[assignment]  # how Django takes an inherited field away


class FileForm(forms.Form):
    file = forms.FileField(label=_("Program file"), required=False)
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "class": "form-control mono"}
        ),
    )

    def clean(self):
        super().clean()
        found = self.cleaned_data
        upload = found.get("file")
        if upload is None and not found.get("text"):
            raise ValidationError(_("Choose a file, or paste its text."), code="required")
        if upload is not None:
            if upload.size > LARGEST_FILE:
                raise ValidationError(_("The file is larger than a megabyte."), code="too_large")
            try:
                found["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(_("The file is not UTF-8 text."), code="encoding") from error
        return found
