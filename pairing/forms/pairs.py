from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.models import Pair

OWN_REASONS = [
    (Pair.EndReason.GOAL_REACHED, _("The goal is reached")),
    (Pair.EndReason.NOT_A_FIT, _("Not the right fit")),
    (Pair.EndReason.NO_TIME, _("No time now")),
]


class MeetingForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes of a session"), min_value=5, max_value=480)
    video_link = forms.URLField(
        label=_("Link of your call"),
        required=False,
        assume_scheme="https",
        help_text=_("For a “Join call” button on both your pages."),
    )


class EndForm(forms.Form):
    """For one of the two: without anybody's fault."""

    reason = forms.ChoiceField(
        label=_("What fits best?"),
        choices=OWN_REASONS,
        widget=forms.RadioSelect,
        help_text=_("Organizers see this. Your partner does not."),
    )


class ReleaseForm(forms.Form):
    """For an organizer."""

    reason = forms.ChoiceField(
        label=_("Why does the pair end?"),
        choices=[("", _("Choose why")), *Pair.EndReason.choices],
    )
