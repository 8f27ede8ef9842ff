import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from completion.models import Kudos, PartnerFeedback, ThankYou
from people.forms.fields import NameField
from people.forms.versions import KeepsBoth


class ThanksForm(forms.ModelForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = ThankYou
        fields = ("text",)
        labels = {"text": _("Your thanks")}
        help_texts = {"text": _("A sentence is plenty. Name one thing that stayed with you.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())


class LastThanksForm(ThanksForm):
    """Among the steps of the end: left empty, one goes on to the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class KudosForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = Kudos
        fields = ("line",)
        labels = {"line": _("One line about them")}
        field_classes = {"line": NameField}


class FeedbackForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = PartnerFeedback
        fields = PartnerFeedback.QUESTIONS
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in PartnerFeedback.QUESTIONS}


class AnswerForm(forms.Form):
    """What happens to a line: `seen` says when the words were said that were read."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No")), ("back", _("Back"))])
    seen = forms.CharField(required=False)

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None
