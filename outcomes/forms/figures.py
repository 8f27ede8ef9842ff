"""Which cycles the figures are of."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Cycle

RUNNING, OVER = "running", "over"


class FiguresForm(forms.Form):
    """Offers the programs and years there are. What is not one of these is said and narrows nothing."""

    program = forms.ChoiceField(label=gettext_lazy("Program"), required=False)
    since = forms.ChoiceField(label=gettext_lazy("From"), required=False)
    until = forms.ChoiceField(label=gettext_lazy("To"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Cycles"),
        required=False,
        choices=[
            ("", gettext_lazy("Running and over")),
            (RUNNING, gettext_lazy("Running")),
            (OVER, gettext_lazy("Over")),
        ],
    )

    def __init__(self, *args, cycles: list[Cycle], **kwargs):
        super().__init__(*args, **kwargs)
        self.cycles = cycles
        programs = dict.fromkeys((one.program.slug, one.program.name) for one in cycles)
        years = sorted({one.starts_on.year for one in cycles if one.starts_on})
        self.fields["program"].choices = [("", _("All programs")), *programs]
        self.fields["since"].choices = [("", _("First year")), *((str(y), y) for y in years)]
        self.fields["until"].choices = [("", _("Last year")), *((str(y), y) for y in years)]
        for field in self.fields.values():
            field.widget.attrs |= {
                "class": "form-select form-select-sm w-auto",
                "aria-label": field.label,
            }

    def clean(self):
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            raise ValidationError(_("The last year is before the first."), code="years")
        return found

    @property
    def is_narrowed(self) -> bool:
        return self.is_bound and any(self.cleaned_data.values())

    def picked(self, at: datetime) -> list[Cycle]:
        """A cycle belongs to the year of its first day; one without a first day to no year."""
        if not self.is_valid():
            return self.cycles
        wanted = self.cleaned_data
        return [
            one
            for one in self.cycles
            if wanted["program"] in {"", one.program.slug}
            and _is_within(one, wanted["since"], wanted["until"])
            and (not wanted["state"] or one.is_over(one.day(at)) == (wanted["state"] == OVER))
        ]


def _is_within(cycle: Cycle, since: str, until: str) -> bool:
    if not (since or until):
        return True
    if cycle.starts_on is None:
        return False
    return (not since or cycle.starts_on.year >= int(since)) and (
        not until or cycle.starts_on.year <= int(until)
    )
