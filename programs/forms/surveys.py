from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.versions import KeepsBoth


class WindowForm(KeepsBoth):
    """First and last day of a survey. Whether they may be so is the action's matter."""

    opens_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, cycle, **kwargs):
        self.cycle = cycle
        super().__init__(*args, **kwargs)

    def current(self):
        return dict(self.initial)

    def current_of(self, row):
        return window_of(row, self.cycle)


def window_of(survey, cycle):
    """Its first and last day, in the cycle's zone."""
    closes_on = cycle.day(survey.last_minute) if survey.closes_at else None
    return {"opens_on": cycle.day(survey.opens_at), "closes_on": closes_on}
