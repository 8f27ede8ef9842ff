"""What somebody answers, or corrects, on the page behind the mail "did you meet?"."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.actions.sessions.answers import Answer
from pairs.forms.sessions.logs import LENGTHS, SEG


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Answer.choices)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    @property
    def said(self):
        return Answer(self.cleaned_data["answer"])


class CorrectionForm(forms.Form):
    """The day and the length that were filled in."""

    held_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.TypedChoiceField(
        label=_("How long?"), coerce=int, widget=forms.RadioSelect(attrs=SEG)
    )

    def __init__(self, *args, session, window, today, **kwargs):
        initial = {"held_on": session.held_on, "minutes": session.minutes}
        super().__init__(*args, initial=initial, **kwargs)
        lengths = sorted({*LENGTHS, session.minutes})
        self.fields["minutes"].choices = [(n, _("%(n)s min") % {"n": n}) for n in lengths]
        self.first, self.last = window.first, min(window.last, today)
        attrs = self.fields["held_on"].widget.attrs
        attrs["min"], attrs["max"] = self.first.isoformat(), self.last.isoformat()

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(_("Choose a day of this fortnight."), code="other_days")
        return day
