from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.models import Agreement, Pair
from people.forms.versions import KeepsBoth
from programs.models.called import Called

OWN_REASONS = [
    (Pair.EndReason.GOAL_REACHED, _("The goal is reached")),
    (Pair.EndReason.NOT_A_FIT, _("Not the right fit")),
    (Pair.EndReason.NO_TIME, _("No time now")),
]


class MeetingForm(KeepsBoth, forms.Form):
    video_link = forms.URLField(
        label=_("Link of your call"),
        required=False,
        assume_scheme="https",
        help_text=_("For a “Join call” button on both your pages."),
    )

    def current(self):
        return dict(self.initial)

    def current_of(self, row):
        return {"video_link": row.video_link}


class AgreementForm(forms.ModelForm):
    """Checks what was typed; the action writes."""

    AGREED = ("rhythm", "minutes", "form", "confidentiality")

    class Meta:
        model = Agreement
        fields = ("rhythm", "minutes", "form", "confidentiality")
        labels = {
            "rhythm": _("When do you meet?"),
            "minutes": _("How many minutes is a session?"),
            "form": _("How?"),
            "confidentiality": _("What stays between you?"),
        }
        help_texts = {"rhythm": _("For example “Every second Thursday, 14:30 in Lisbon”.")}
        widgets = {
            "form": forms.RadioSelect,
            "confidentiality": forms.Textarea(attrs={"rows": 3}),
        }

    @property
    def agreed(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.AGREED}


class EndForm(forms.Form):
    """For one of the two: without anybody's fault. Outside of programs there is no organizer to read
    why, and nobody who looks for another partner."""

    reason = forms.ChoiceField(
        label=_("What fits best?"),
        choices=OWN_REASONS,
        widget=forms.RadioSelect,
        help_text=_("Organizers see this. Your partner does not."),
    )
    wants_another = forms.BooleanField(
        label=_("I would like another partner, if somebody is free"),
        required=False,
        initial=True,
    )

    def __init__(self, *args, is_independent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_independent = is_independent
        if is_independent:
            del self.fields["wants_another"]
            self.fields["reason"].help_text = _("Your partner does not see this.")

    @property
    def is_leaving(self) -> bool:
        reason = self.cleaned_data["reason"]
        if self.is_independent:
            return False
        return not self.cleaned_data["wants_another"] and reason not in Pair.FULFILLED


class ReleaseForm(forms.Form):
    """For an organizer."""

    BOTH = ""
    _NAMED = frozenset({Pair.EndReason.LEFT, Pair.EndReason.NO_TIME})

    reason = forms.ChoiceField(
        label=_("Why does the pair end?"),
        choices=[
            ("", _("Choose why")),
            *(one for one in Pair.EndReason.choices if one[0] != Pair.EndReason.REPAIRED),
        ],
    )
    who = forms.ChoiceField(
        label=_("Who is out of the cycle?"),
        choices=[
            (BOTH, _("Nobody: both are free for another partner")),
            ("mentor", "mentor"),
            ("mentee", "mentee"),
        ],
        required=False,
    )

    def __init__(self, *args, called: Called, **kwargs):
        super().__init__(*args, **kwargs)
        nobody = self.fields["who"].choices[0]
        sides = (("mentor", called.mentor), ("mentee", called.mentee))
        self.fields["who"].choices = [
            nobody,
            *((side, _("The %(role)s") % {"role": word}) for side, word in sides),
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("reason") in self._NAMED and not cleaned.get("who"):
            self.add_error("who", _("Say which of the two is out."))
        return cleaned


class EndDayForm(forms.Form):
    """Another last day of a pair; the action says which days may be."""

    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
