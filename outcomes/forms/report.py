from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models import FrozenReport, ReportShare
from outcomes.queries.report.public import parts_of

USUAL_DAYS = 30  # how long a link works unless somebody chooses another day


class FreezeForm(forms.Form):
    """Nothing to say for the first version; what is corrected for every further one."""

    reason = forms.CharField(
        label=_("What does this version correct?"),
        max_length=FrozenReport._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, is_correction, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


PARTS = {
    "figures": _("The figures"),
    "changes": _("Before, midway, after"),
    "trend": _("How regularly pairs met"),
    "events": _("Attendance at events"),
    "outcomes": _("Outcomes and effect on work"),
    "quotes": _("What people said, as they allowed it"),
    "feedback": _("Feedback by role"),
    "compared": _("Earlier cycles"),
    "departments": _("Departments"),
}


class ShareForm(forms.Form):
    """What to show of a frozen version, to whom and how long."""

    name = forms.CharField(
        label=_("For whom?"),
        help_text=_("Only organizers read this."),
        max_length=ReportShare._meta.get_field("name").max_length,
    )
    parts = forms.MultipleChoiceField(
        label=_("What does it show?"), widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, frozen, today, **kwargs):
        initial = {"ends_on": today + timedelta(days=USUAL_DAYS), "parts": ["figures"]}
        super().__init__(*args, initial=initial, **kwargs)
        self.frozen = frozen
        self.fields["parts"].choices = [(part, PARTS[part]) for part in parts_of(frozen.document)]
