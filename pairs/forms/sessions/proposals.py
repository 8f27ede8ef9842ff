import uuid
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairs.models import TimeProposal


class _Moments(forms.MultipleChoiceField):
    """Ticked moments, as they were offered or not: what was ticked is kept, whatever the clock says
    by now."""

    def to_python(self, value):
        try:
            found = [datetime.fromisoformat(one) for one in super().to_python(value)]
            is_clear = not any(timezone.is_naive(one) for one in found)
        except ValueError:
            found, is_clear = [], False
        if not is_clear:
            raise forms.ValidationError(_("Choose among the times shown."), code="invalid")
        return found

    def validate(self, value):
        """How many there are is a question about the whole form."""


class TimesForm(forms.Form):
    """Up to three times for the partner to pick from: ticked ones, and one in the person's own words
    of date and time, in their zone."""

    moments = _Moments(required=False)
    own = forms.DateTimeField(
        label=_("Or a time of your own"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        every = {*cleaned["moments"], *filter(None, [cleaned["own"]])}
        if not every:
            raise forms.ValidationError(_("Choose at least one time."), code="none")
        if len(every) > TimeProposal.MOST:
            words = {"most": TimeProposal.MOST}
            message = _("Choose up to %(most)s times, so that it is easy to pick one.")
            raise forms.ValidationError(message, code="too_many", params=words)
        return cleaned

    @property
    def ticked(self) -> list[datetime]:
        """As it was sent, also when it is refused."""
        return self.cleaned_data.get("moments", []) if self.is_bound else []

    @property
    def asked(self) -> dict:
        data = self.cleaned_data
        moments = {*data["moments"], *filter(None, [data["own"]])}
        return {"moments": moments, "form_key": data["form_key"], "seen": data["seen"]}
