from django import forms
from django.utils.translation import gettext_lazy as _

from people.facts import HR, Kind, names
from people.forms.fields import AddressField, NameField
from people.forms.versions import KeepsBoth
from people.models import User

_TYPED = tuple(fact for fact in HR if fact.kind is not Kind.PERSON)


class FactsForm(KeepsBoth, forms.ModelForm):
    """HR facts, for administrators. The manager is given by number or address: a select of
    everybody would be a page of its own."""

    manager_key = NameField(
        label=_("Manager"),
        required=False,
        help_text=_("Personnel number or e-mail of the manager. Leave it empty for none."),
    )

    class Meta:
        model = User
        fields = [
            "name",
            "external_id",
            *names(_TYPED),
            "is_staff",
            "may_create_programs",
        ]
        field_classes = dict.fromkeys(
            ["name", "external_id", *(fact.name for fact in _TYPED if fact.kind is Kind.WORDS)],
            NameField,
        )
        widgets = {
            fact.name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for fact in _TYPED
            if fact.kind is Kind.DAY
        }
        help_texts = {
            "is_staff": _("They manage people and rights, and read every program."),
            "may_create_programs": _("They become the organizer of each program they create."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["manager_key"] = _key_of(self.instance.manager)

    def current_of(self, row):
        return {**super().current_of(row), "manager_key": _key_of(row.manager)}

    @property
    def facts(self):
        """The fields of the facts, in their order."""
        return [self["manager_key" if fact.kind is Kind.PERSON else fact.name] for fact in HR]

    def clean_external_id(self):
        return self.cleaned_data["external_id"] or None

    def clean_manager_key(self):
        key = self.cleaned_data["manager_key"]
        if not key:
            return None
        found = User.objects.filter(external_id=key).first() or User.objects.by_email(key).first()
        if found is None or found.is_guest:
            raise forms.ValidationError(_("Nobody has this number or address."), code="unknown")
        if found.pk == self.instance.pk:
            raise forms.ValidationError(_("Nobody manages themselves."), code="themselves")
        return found

    def values(self):
        """What `people.actions.people.save_facts` takes."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**values, "manager": self.cleaned_data["manager_key"]}


def _key_of(manager):
    return (manager.external_id or manager.email) if manager is not None else ""


class AddressForm(forms.Form):
    email = AddressField(
        label=_("E-mail"), help_text=_("They sign in and get mail with it from now on.")
    )
