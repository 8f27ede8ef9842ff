"""What reviewers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.reviews import Verdict
from applications.models import Application, PerformanceCheck, Refusal
from people.models import User
from programs.models import Role, Staff

Status = Application.Status

DECISIONS = [
    (Status.ELIGIBLE, _("Eligible")),
    (Status.WAITLISTED, _("Waitlist")),
    (Status.NOT_ELIGIBLE, _("Not eligible")),
    (Status.SUBMITTED, _("Undecided")),
]


def _committee(program):
    return User.objects.filter(staff_roles__program=program, staff_roles__role=Staff.Role.COMMITTEE)


class DecisionForm(forms.Form):
    """A decision with its reasons; what does not belong to the decision is left out of it."""

    status = forms.ChoiceField(
        label=_("What you decide"),
        choices=DECISIONS,
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
        error_messages={"required": _("Choose a decision.")},
    )
    refusal = forms.ChoiceField(
        label=_("Reason, when not eligible"),
        choices=[("", _("Choose a reason")), *Refusal.choices],
        required=False,
        help_text=_("The applicant reads it when you send decisions."),
    )
    words = forms.CharField(
        label=_("Words for the applicant"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For eligible and waitlisted people. They read it when pairs are published."),
    )
    internal_reason = forms.CharField(
        label=_("Internal reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Organizers only, never the applicant."),
    )

    def __init__(self, *args, role: Role, **kwargs):
        super().__init__(*args, **kwargs)
        if role.side == Role.Side.STAFF:
            without = [one for one in DECISIONS if one[0] != Status.WAITLISTED]
            self.fields["status"].choices = [(Status.ELIGIBLE, _("Take on")), *without[1:]]
            self.fields["words"].help_text = _("They read it when you send decisions.")

    @classmethod
    def initial_for(cls, application: Application) -> dict[str, str]:
        """What is decided so far."""
        by_words = {str(refusal.label): refusal.value for refusal in Refusal}
        refusal = by_words.get(application.shown_reason, "")
        return {
            "status": application.status,
            "refusal": refusal,
            "words": "" if refusal else application.shown_reason,
            "internal_reason": application.internal_reason,
        }

    def verdict(self) -> Verdict:
        return Verdict(**self.cleaned_data)


class ManyForm(forms.Form):
    """One decision for many applications, or a committee member to hand them to."""

    HAND_ON, TAKE_BACK = "hand_on", "take_back"
    VERBS = [*DECISIONS, (HAND_ON, _("Hand to the committee")), (TAKE_BACK, _("Take back"))]

    verb = forms.ChoiceField(choices=VERBS, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    everything = forms.BooleanField(required=False, widget=forms.HiddenInput)
    refusal = DecisionForm.base_fields["refusal"]
    words = DecisionForm.base_fields["words"]
    member = forms.ModelChoiceField(
        label=_("Committee member"), queryset=User.objects.none(), required=False
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = _committee(program)

    @property
    def is_delegation(self) -> bool:
        return self.cleaned_data["verb"] in {self.HAND_ON, self.TAKE_BACK}

    @property
    def needed(self) -> str | None:
        """The field without which the deed cannot be done; the preview before it asks for it."""
        if self.is_delegation:
            return "member"
        return "refusal" if self.cleaned_data["verb"] == Status.NOT_ELIGIBLE else None

    def ask(self) -> None:
        """Show on the page what is needed, once the preview was asked for without it."""
        if self.needed:
            self.fields[self.needed].required = True

    def verdict(self) -> Verdict:
        data = self.cleaned_data  # without the reason once the page complained about it
        refusal = data.get("refusal", "")
        return Verdict(status=data["verb"], refusal=refusal, words=data["words"])


class ConfirmForm(forms.Form):
    answer = forms.ChoiceField(choices=PerformanceCheck.Answer)


class VerifyForm(forms.Form):
    is_met = forms.BooleanField(required=False)


class DelegateForm(forms.Form):
    member = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={"invalid_choice": _("This person is not in the committee.")},
    )
    is_delegated = forms.BooleanField(required=False)

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = _committee(program)
