from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from completion.actions.summaries import WORDS
from completion.models import Summary


class SummaryForm(forms.ModelForm):
    """Checks what was typed; the action writes. Without the partner's yes their name is no choice."""

    parts = forms.MultipleChoiceField(label=_("On the page"), choices=Summary.Part, required=False)

    class Meta:
        model = Summary
        fields = WORDS
        help_texts = {
            "did": _("One thing a line, for example “Led two triage shifts”."),
        }
        widgets = {
            "did": forms.Textarea(attrs={"rows": 4}),
            "learned": forms.Textarea(attrs={"rows": 3}),
            "comes_next": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, parts: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["parts"] = list(parts)

    @property
    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"parts": cleaned["parts"], "words": {name: cleaned[name] for name in WORDS}}
