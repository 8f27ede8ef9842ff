"""Forms that overwrite nothing that was saved while they were open."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class WatchedForm(forms.Form):
    """Carries what was stored when it was opened. Where something else is stored by the time it comes
    back, it is shown once more as it was typed; sent again, it is saved."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def get_initial_for_field(self, field, field_name):
        if field_name == "seen":
            return self._stored() if self.is_of_something_stored() else ""
        return super().get_initial_for_field(field, field_name)

    def is_of_something_stored(self) -> bool:
        """What is made new overwrites nothing."""
        instance = getattr(self, "instance", None)
        return instance is None or instance.pk is not None

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        self.version = cleaned.pop("seen", "")
        now = self.get_initial_for_field(self.fields["seen"], "seen")
        if self.version and self.version != now and not self._says_the_same():
            self.add_error(None, self._refusal(now))
        return cleaned

    def again(self, row: Any) -> "WatchedForm":
        """What was sent, over the row as an action has it."""
        form: Any = type(self)
        return form(self.data, instance=row)

    def unchanged(self, row: Any) -> None:
        """For the action, which calls it once the row is locked: between the check of a form and
        the lock somebody else may have saved."""
        again = self.again(row)
        now = again._stored()
        if self.version and self.version != now and not again._says_the_same():
            raise self._refusal(now)

    def _says_the_same(self) -> bool:
        """The same form sent twice."""
        return not set(self.changed_data) - {"seen"}

    def _refusal(self, now: str) -> ValidationError:
        """Sent once more, it is saved."""
        data: Any = self.data.copy()
        data[self.add_prefix("seen")] = now
        self.data = data
        message = _(
            "This was changed meanwhile, in another window or by somebody else. "
            "Compare both and save again."
        )
        return ValidationError(message, code="changed_meanwhile")

    def _stored(self) -> str:
        values = [
            (name, str(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name != "seen"
        ]
        return sha256(repr(values).encode()).hexdigest()
