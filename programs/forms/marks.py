"""Which mark goes on or off which answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import AnswerMark


class MarkForm(forms.Form):
    answer = forms.CharField(max_length=36)
    kind = forms.ChoiceField(choices=AnswerMark.Kind)
    theme = forms.CharField(label=_("Theme"), max_length=40, required=False)
    off = forms.BooleanField(required=False)

    def clean(self):
        found = super().clean() or {}
        is_theme = found.get("kind") == AnswerMark.Kind.THEME
        if is_theme and not found.get("theme") and not self.has_error("theme"):
            self.add_error("theme", _("Write a word for the theme."))
        return found
