import uuid
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from growth.learning.models import LearningEntry, StretchTask
from growth.plans.forms import SeenForm
from growth.plans.models import PlanGoal
from growth.setup.queries import divisions
from people.models.columns import known

DAY = {"type": "date"}


class _LogForm(SeenForm, forms.ModelForm):
    """Of a new row it carries a key, so that sending it twice logs once."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["form_key"] = uuid.uuid4()
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()

    def clean_form_key(self):
        return self.cleaned_data["form_key"] or uuid.uuid4()

    def values(self) -> dict:
        """What `learning.actions` takes."""
        return {name: self.cleaned_data[name] for name in known(self._meta.fields)}

    def mark(self) -> dict:
        """What tells the actions which row this is: a key of a new one, else the version seen."""
        name = "seen" if self.instance.pk else "form_key"
        return {name: self.cleaned_data[name]}


class LearningForm(_LogForm):
    hours = forms.DecimalField(
        label=_("Hours"),
        required=False,
        min_value=Decimal("0.1"),
        max_digits=5,
        decimal_places=1,
        help_text=_("About how long it took."),
    )
    division = forms.ChoiceField(
        label=_("Division"), required=False, help_text=_("Of a group conversation: whose it was.")
    )

    class Meta:
        model = LearningEntry
        fields = ["kind", "title", "done_on", "hours", "division", "url", "takeaway"]
        widgets = {
            "done_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "takeaway": forms.Textarea(attrs={"rows": 3, "class": "voice"}),
        }
        labels = {"takeaway": _("What do you take from it?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *LearningEntry.Kind.choices]
        names = sorted({*divisions(), self.instance.division} - {""})
        self.fields["division"].choices = [("", _("None")), *((name, name) for name in names)]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        is_talk = cleaned.get("kind") == LearningEntry.Kind.GROUP_CONVERSATION
        if is_talk and "division" in cleaned and not cleaned["division"]:
            self.add_error("division", _("Say whose group conversation it was."))
        return cleaned


class StretchForm(_LogForm):
    class Meta:
        model = StretchTask
        fields = [
            "title",
            "idea",
            "started_on",
            "done_on",
            "story",
            "collaboration",
            "iteration",
            "results",
            "url",
            "goal",
        ]
        widgets = {
            "started_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "done_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "story": forms.Textarea(attrs={"rows": 3, "class": "voice"}),
            "collaboration": forms.Textarea(attrs={"rows": 2, "class": "voice"}),
            "iteration": forms.Textarea(attrs={"rows": 2, "class": "voice"}),
            "results": forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        }
        labels = {
            "started_on": _("From"),
            "done_on": _("To"),
            "story": _("What was hard about it?"),
            "goal": _("A goal of my plan it belongs to"),
        }
        help_texts = {
            "done_on": _("Leave it empty while you are still working on it."),
            "collaboration": _("Who worked on it with you, and how?"),
            "iteration": _("What did you try first, and what did you change?"),
            "results": _("What is better now, and how do you know?"),
        }

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["idea"].choices = [("", _("Choose")), *StretchTask.Idea.choices]
        self.fields["goal"].queryset = goals
        self.fields["goal"].empty_label = _("None")
        self.fields["goal"].label_from_instance = _words

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("started_on"), cleaned.get("done_on")
        if first and last and last < first:
            self.add_error("done_on", _("It cannot end before it begins."))
        return cleaned


def _words(goal: PlanGoal) -> str:
    return goal.shown_text
