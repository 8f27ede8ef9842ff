from collections.abc import Collection
from datetime import date

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pairs.models import Agreement, Extension, Pair
from pairs.rules.extending import last_day
from people.forms.versions import KeepsBoth
from programs.models.called import Called
from programs.queries.public import cadence_in_words

OWN_REASONS = [
    (Pair.EndReason.GOAL_REACHED, _("The goal is reached")),
    (Pair.EndReason.NOT_A_FIT, _("Not the right fit")),
    (Pair.EndReason.NO_TIME, _("No time now")),
]


class MeetingForm(KeepsBoth):
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


class EndDayForm(KeepsBoth):
    """Another last day of a pair; the action says which days may be.

    The two may agree on one meanwhile, and another organizer may set one.
    """

    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, pair: Pair, **kwargs):
        self.pair = pair
        super().__init__(*args, initial=self.current(), **kwargs)

    def current(self):
        return self.current_of(self.pair)

    def current_of(self, row):
        return {"ends_on": last_day(row)}


class MoreTimeForm(KeepsBoth):
    """Until when, what for and how often; one of the days that are proposed, or another one.

    What counts as changed meanwhile is what is asked now: two who ask at once read of each other.
    """

    OTHER = "other"

    ends_on = forms.CharField(label=_("Until when?"), max_length=10)
    other_day = forms.DateField(
        label=_("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("What would you use it for?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        validators=[ProhibitNullCharactersValidator()],
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"), required=False, widget=forms.RadioSelect(attrs={"data-look": "seg"})
    )

    def __init__(self, *args, pair: Pair, partner: str, proposed: Collection[date], **kwargs):
        self.pair, self.proposed = pair, {str(day) for day in proposed}
        super().__init__(*args, **kwargs)
        cycle = pair.cycle
        if cycle.program.is_independent:
            readers = _("%(name)s reads this, and nobody else.")
        else:
            readers = _("%(name)s reads this. The organizers see the date only.")
        self.fields["reason"].help_text = readers % {"name": partner}
        if cycle.program.is_independent or cycle.cadence_days >= Extension.MONTHLY:
            del self.fields["rhythm"]
        else:
            self.fields["rhythm"].choices = [
                ("", capfirst(cadence_in_words(cycle))),
                (str(Extension.MONTHLY), _("Once a month")),
            ]
            self.fields["rhythm"].is_needed_with_another = True  # one is always chosen

    def current(self):
        return self.current_of(self.pair)

    def current_of(self, row):
        asked = row.extensions.proposed().first()
        return {"ends_on": date_format(asked.ends_on, "j F Y") if asked else ""}

    def clean(self):
        cleaned = super().clean()
        chosen, other = cleaned.get("ends_on"), cleaned.get("other_day")
        if chosen == self.OTHER:
            if other is None and "other_day" not in self.errors:
                self.add_error("other_day", _("Say which day."))
            cleaned["ends_on"] = other
        elif chosen:
            try:
                cleaned["ends_on"] = date.fromisoformat(chosen)
            except ValueError:
                self.add_error("ends_on", _("Choose one of the days."))
        return cleaned

    @property
    def asked(self) -> dict:
        """For the action."""
        rhythm = self.cleaned_data.get("rhythm")
        return {
            "ends_on": self.cleaned_data["ends_on"],
            "reason": self.cleaned_data["reason"].strip(),
            "cadence_days": int(rhythm) if rhythm else self._rhythm_now(),
        }

    @property
    def typed_day(self) -> str:
        """What was typed as another day; else a chosen day that is none of those proposed."""
        typed, chosen = str(self["other_day"].value() or ""), str(self["ends_on"].value())
        return typed or (chosen if self.is_other and chosen != self.OTHER else "")

    @property
    def is_other(self) -> bool:
        chosen = str(self["ends_on"].value() or "")
        return bool(chosen) and chosen not in self.proposed

    def _rhythm_now(self) -> int | None:
        """Independent pairs keep the rhythm they have; in a program the usual one is the cycle's."""
        return self.pair.cadence_days if "rhythm" not in self.fields else None


class TakeCaseForm(forms.Form):
    """By when a case is looked after; it need not be said."""

    due_on = forms.DateField(label=_("Done by"), required=False)
