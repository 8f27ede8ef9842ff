"""What a person says when they apply, and what they are answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growth.opportunities.models import Opportunity, OpportunityApplication, OpportunityDate
from growth.opportunities.queries import Card
from growth.plans.forms import SeenForm

DAY = {"type": "date"}
State = OpportunityApplication.State


class ApplyForm(SeenForm):
    """Beside the opportunity's own questions: which dates, or how much of one's time and when."""

    date = forms.ModelChoiceField(
        label=_("Which dates?"),
        queryset=OpportunityDate.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose dates."),
            "invalid_choice": _("Choose future dates."),
        },
    )
    percent = forms.IntegerField(
        label=_("How much of your time, in percent?"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    into_plan = forms.BooleanField(label=_("Put it into my plan"), required=False, initial=True)

    def __init__(self, *args, card: Card, has_plan: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.card = card
        mine = card.application if card.may_change else None
        if mine is not None:
            self.initial["date"] = mine.date_id
            self.initial["seen"] = mine.changed_at.isoformat()
            for name in ("percent", "starts_on", "ends_on"):
                self.initial[name] = getattr(mine, name)
        if card.has_dates:
            ahead = [row.pk for row in card.dates_ahead]
            self.fields["date"].queryset = OpportunityDate.objects.filter(pk__in=ahead)
        else:
            del self.fields["date"]
        proposes_dates = card.opportunity.kind == Opportunity.Kind.INTERNSHIP
        if card.has_dates or not proposes_dates:
            for name in ("percent", "starts_on", "ends_on"):
                del self.fields[name]
        if not has_plan:
            del self.fields["into_plan"]

    @property
    def chosen_date(self) -> str:
        """Of the radio button that is on."""
        return str(self["date"].value() or "")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It cannot end before it begins."))
        if first and first < self.card.opportunity.day(self.card.at):
            self.add_error("starts_on", _("Choose a future date."))
        return cleaned

    def values(self) -> dict:
        """What `applications.apply` takes."""
        names = ("date", "percent", "starts_on", "ends_on")
        return {name: self.cleaned_data.get(name) for name in names}


class CoverForm(SeenForm):
    """The manager's answer; which of the three it is comes with the button."""

    words = forms.CharField(
        label=_("Who covers, or what would work?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
    )
    answer = forms.ChoiceField(
        choices=OpportunityApplication.Cover.choices, widget=forms.HiddenInput
    )


class DecisionForm(SeenForm):
    """The owner's answer; which one it is comes with the button."""

    words = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
    )
    state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)


class DoneForm(forms.Form):
    done_on = forms.DateField(
        label=_("Done on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
