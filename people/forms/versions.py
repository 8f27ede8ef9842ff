"""Forms of rows that several people edit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from people.versions import version_of


class KeepsBoth:
    """Mixed into a form: what somebody else saved meanwhile is never overwritten unseen.

    The form carries the version it began with. When the row has another one by now, nothing is
    saved: the page says what stands there now beside what was typed, and saving once more replaces
    it knowingly.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = self.current()
        self.version = _version(self.standing)
        self.seen = ""
        self.fields["seen"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self.version
        )

    def current(self) -> dict[str, object]:
        """What the row says now, by field; nothing of a row that is not there yet."""
        return {} if self.instance.pk is None else self.current_of(self.instance)

    def current_of(self, row: Any) -> dict[str, object]:
        """The same of the row as an action has it."""
        return {name: row.__dict__[name] for name in self._meta.fields}

    def unchanged(self, row: Any) -> None:
        """For the action, which calls it once the row is locked."""
        if self.seen and _version(self.current_of(row)) != self.seen:
            raise forms.ValidationError(
                _("Somebody changed this just now. Save again to see the current version."),
                code="changed_meanwhile",
            )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self.seen = cleaned.pop("seen", "")
        if self.seen and self.seen != self.version:
            self.data = self.data.copy()  # type: ignore[has-type]  # of the form it is mixed into
            self.data[self.add_prefix("seen")] = self.version
            raise forms.ValidationError(
                [
                    _("Somebody changed this meanwhile. Saving again replaces it."),
                    *self._differing(),
                ],
                code="changed_meanwhile",
            )
        return cleaned

    def _differing(self) -> list[str]:
        """A line for each field that says something else now than was typed."""
        return [
            _("%(field)s is now: %(value)s")
            % {"field": self.fields[name].label, "value": value or _("empty")}
            for name, value in self.standing.items()
            if name in self.fields and self.said(name) != value
        ]

    def said(self, name: str) -> object:
        """What was typed, as `current` would give it."""
        return self.cleaned_data.get(name)


def _version(standing: dict[str, object]) -> str:
    return version_of(*sorted(standing.items()))
