from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from growth.binder.models import BinderItem
from people.forms.fields import AddressField
from people.forms.versions import KeepsBoth
from people.models import User


class ItemForm(KeepsBoth, forms.ModelForm):
    """A piece of evidence in the person's words."""

    class Meta:
        model = BinderItem
        fields = ["title", "words", "url", "happened_on"]
        labels = {
            "title": _("What is it?"),
            "words": _("What does it show?"),
            "happened_on": _("When was it?"),
        }
        widgets = {
            "words": forms.Textarea(attrs={"rows": 4, "class": "voice"}),
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def values(self) -> dict:
        """What `binder.actions` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class KudosForm(ItemForm):
    """Words of somebody else, who is named so that they can be asked."""

    giver = AddressField(label=_("Who said it?"), help_text=_("Their e-mail address here."))
    field_order = ["giver", "words", "title", "happened_on", "url"]

    class Meta(ItemForm.Meta):
        labels = {
            "title": _("What was it about?"),
            "words": _("What did they say?"),
            "happened_on": _("When was it?"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True

    def clean_giver(self) -> User:
        people = User.objects.members()
        person = people.by_email(self.cleaned_data["giver"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
        return person


class AnswerForm(forms.Form):
    """Yes or no to some words: `seen` says when the partner was asked about those they read."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    seen = forms.CharField(required=False)

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None
