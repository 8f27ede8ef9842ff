from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds, quiet_hours
from notifications.actions.choices import DigestChoice
from notifications.models import Digest, QuietHours, SwitchedOff
from people.models import User


class ChoicesForm(forms.Form):
    """What mail somebody wants, and when."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Send me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("When it is off, you still find the same things on your pages."),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("Reminders and tips come"),
        required=False,
        choices=[("", gettext_lazy("At once")), *Digest.Every.choices],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Gathered into one mail. Anything that would be too late by then comes at once."
        ),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day, if once a week"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour, if gathered"),
        required=False,
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
    )
    starts = forms.TimeField(
        label=gettext_lazy("No mail from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, data, *, person: User):
        off = set(SwitchedOff.objects.filter(person=person).values_list("kind", flat=True))
        quiet = QuietHours.objects.filter(person=person).first()
        found = sorted(kinds.offered_to(person), key=lambda kind: str(kind.label))
        wanted = [kind.name for kind in found if kind.name not in off]
        digest = Digest.objects.filter(person=person).first()
        initial: dict[str, object] = {"wanted": wanted, "every": "", "weekday": 0, "hour": 8}
        if digest:
            initial |= {"every": digest.every, "weekday": digest.weekday, "hour": digest.hour}
        if quiet:
            initial |= {"starts": quiet.starts, "ends": quiet.ends}
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = [(kind.name, kind.label) for kind in found]

    def clean(self):
        super().clean()
        found = self.cleaned_data
        starts, ends = found.get("starts"), found.get("ends")
        if (starts is None) != (ends is None) and not {"starts", "ends"} & set(self.errors):
            self.add_error("starts" if starts is None else "ends", _("Give both times, or none."))
        elif starts is not None and starts == ends:
            self.add_error("ends", _("Choose two different times."))
        elif starts is not None and ends is not None and found.get("every") and "hour" in found:
            self._refuse_a_quiet_digest(starts, ends, self._number("hour"))
        return found

    def _refuse_a_quiet_digest(self, starts: time, ends: time, hour: int) -> None:
        moment = datetime(2000, 1, 1, hour, tzinfo=UTC)
        if quiet_hours.over(moment, starts, ends) > moment:
            self.add_error("hour", _("This is within your quiet hours. Choose another hour."))

    def _number(self, name: str) -> int:
        typed = self.cleaned_data[name]
        return self.initial[name] if typed == "" else typed

    def chosen(self) -> dict[str, Any]:
        """What `actions.choices.choose` takes."""
        found = self.cleaned_data
        weekday, hour = (self._number(name) for name in ("weekday", "hour"))
        return {
            "wanted": found["wanted"],
            "starts": found["starts"],
            "ends": found["ends"],
            "digest": DigestChoice(found["every"], weekday, hour) if found["every"] else None,
        }
