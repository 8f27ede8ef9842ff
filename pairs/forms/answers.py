"""What somebody answers, or corrects, on the page behind the mail "did you meet?"."""

import uuid
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pairs.actions.sessions.answers import Answer
from pairs.forms.sessions.logs import LENGTHS, SEG
from pairs.models import MentoringSession
from people.models.columns import known
from people.versions import Unchanged


def as_seen(posted: Mapping[str, str]) -> Unchanged:
    """Nobody confirms or denies a session that its partner has corrected since the page was opened:
    they first read what it says now. A request without a version began with no page."""
    seen = posted.get("seen", "")

    def unchanged(session: MentoringSession) -> None:
        if seen in {"", session.version}:
            return
        raise ValidationError(
            gettext(
                "This session was corrected after you opened the page. "
                "It now says: %(day)s, %(n)s minutes, %(form)s. Is that right?"
            ),
            code="changed_meanwhile",
            params={
                "day": date_format(known(session.held_on), "l, j F"),
                "n": session.minutes,
                "form": session.get_form_display().lower(),
            },
        )

    return unchanged


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
