from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Availability, MentoringRequest
from directory.models.request import LEAST_MONTHS, MOST_MONTHS
from people.forms.fields import NameField
from people.models import User
from people.names import sort_key, tidy_address

MONTHS = [(n, n) for n in range(LEAST_MONTHS, MOST_MONTHS + 1)]
ACCEPT, ASK_BACK, DECLINE = "accept", "ask", "decline"


def _text(label, help_text="", *, required=True, rows=3):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    """The three questions of a request, how long, and whether writing is fine."""

    who_i_am = _text(_("Who are you?"))
    goal = _text(_("What would you like to reach?"))
    why_you = _text("")
    months = forms.TypedChoiceField(
        label=_("For how many months?"),
        coerce=int,
        choices=MONTHS,
        initial=LEAST_MONTHS,
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
    )
    takes_writing = forms.BooleanField(label=_("In writing is fine for me"), required=False)

    def __init__(self, *args, by: User, mentor: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why_you"].label = _("Why %(name)s?") % {"name": mentor.get_short_name()}
        self.fields["who_i_am"].help_text = _shown_anyway(by)


def _shown_anyway(person: User):
    """What the mentor sees of a person without their words, as far as it is on record."""
    if person.job_title and person.division:
        return _("Two sentences. Your title and division are shown anyway.")
    if person.job_title:
        return _("Two sentences. Your title is shown anyway.")
    if person.division:
        return _("Two sentences. Your division is shown anyway.")
    return _("Two sentences: what you do, and where.")


class WriteForm(forms.Form):
    text = _text(_("Add something"), rows=2)


class AnswerForm(forms.Form):
    """A mentor's answer: yes, a question first, or a kind no."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (ACCEPT, _("Accept")),
            (ASK_BACK, _("Ask something first")),
            (DECLINE, _("Decline kindly")),
        ],
        widget=forms.RadioSelect,
    )
    text = _text(_("Your words"), required=False, rows=2)
    reason = forms.ChoiceField(
        label=_("Reason, in these words"),
        required=False,
        choices=[
            ("", _("Choose a reason")),
            *((one.value, one.label) for one in MentoringRequest.TO_CHOOSE),
        ],
    )
    suggestion = NameField(
        label=_("Who would fit?"),
        required=False,
        max_length=254,
        help_text=_("The name or e-mail address of somebody who is available as a mentor."),
    )
    stop = forms.BooleanField(label=_("Take no more requests"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_needed_with_another = True  # a no needs one: not “optional”

    def clean_suggestion(self) -> User | None:
        """Mentors know each other by name; an address is needed only where two have the same."""
        words = self.cleaned_data["suggestion"]
        if not words:
            return None
        is_them = Q(person__email=tidy_address(words)) | Q(person__sort_name=sort_key(words))
        offers = Availability.objects.listed().filter(is_them).select_related("person")[:2]
        if not offers:
            message = _("No available mentor has this name or address.")
            raise forms.ValidationError(message, code="unknown")
        if len(offers) > 1:
            message = _("More than one mentor has this name. Give the e-mail address.")
            raise forms.ValidationError(message, code="several")
        return offers[0].person

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer == DECLINE and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose a reason."))
        if answer == ASK_BACK and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what you would like to know."))
        return cleaned
