"""Forms of what somebody else, or another window, may save meanwhile."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.versions import version_of


class ChangedMeanwhileError(ValidationError):
    """What stands there now, field by field, beside what was typed."""

    code = "changed_meanwhile"


class KeepsBoth(forms.Form):
    """What was saved meanwhile is never overwritten unseen.

    The form carries the version it began with. When the row has another one by now, nothing is
    saved: the page says what stands there now beside what was typed, and saving once more replaces
    it knowingly. The same form sent twice is no other word, and is saved.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = self.current()
        self.version = _version(self.standing)
        self.seen = ""
        self.fields["seen"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self.version
        )

    def current(self) -> dict[str, Any]:
        """What the row says now, by field; nothing of a row that is not there yet."""
        row: Any = getattr(self, "instance", None)
        return {} if row is None or row.pk is None else self.current_of(row)

    def current_of(self, row: Any) -> dict[str, Any]:
        """The same of the row as an action has it, as the fields would show it at first."""
        meta: Any = getattr(self, "_meta", None)
        return model_to_dict(row, fields=meta.fields)

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        self.seen = cleaned.pop("seen", "")
        try:
            self._compare(self.standing)
        except ChangedMeanwhileError as error:
            self.add_error(None, error)
        return cleaned

    def unchanged(self, row: Any) -> None:
        """For the action, which calls it once the row is locked: between the check of a form and
        the lock somebody else may have saved."""
        self._compare(self.current_of(row))

    def says(self, now: dict[str, Any]) -> bool:
        """Whether saving it would change nothing of what stands there."""
        return bool(now) and now.keys() <= self.fields.keys() and not list(self._differing(now))

    def _compare(self, now: dict[str, Any]) -> None:
        version = _version(now)
        if self.seen in {"", version} or self.says(now):
            return
        data: Any = self.data.copy()
        data[self.add_prefix("seen")] = version
        self.data = data
        raise ChangedMeanwhileError(
            [
                _(
                    "This was changed meanwhile, in another window or by somebody else. "
                    "Saving again replaces it."
                ),
                *(
                    _("%(field)s is now: %(value)s")
                    % {"field": self[name].label, "value": _in_words(self.fields[name], now[name])}
                    for name in self._differing(now)
                    if name in now
                ),
            ]
        )

    def _differing(self, now: dict[str, Any]) -> Iterator[str]:
        """The fields that say something else than stands there; what is typed beyond it, too."""
        for name, field in self.fields.items():
            typed = self[name].data
            if name != "seen" and field.has_changed(_plain(now.get(name)), _plain(typed)):
                yield name


def _plain(value: Any) -> Any:
    """How a browser ends the lines of a box is no other word."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _version(standing: dict[str, Any]) -> str:
    return version_of(*sorted(standing.items()))


def _in_words(field: Any, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("empty")
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return _labels(getattr(field, "choices", ())).get(str(value), str(value))


def _labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """The words of each choice, also of those under headings."""
    labels: dict[str, str] = {}
    for key, label in choices:
        labels |= _labels(label) if isinstance(label, list | tuple) else {str(key): str(label)}
    return labels
