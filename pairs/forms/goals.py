from datetime import datetime

from django import forms
from django.core.validators import MaxValueValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from pairs.actions.goals.writing import CELLS
from pairs.models import Goal
from pairs.models.goal import SIX, TWO
from pairs.rules.goals.composing import is_composed

_ENDING = ("progress", "state", "closing")


class GoalForm(forms.ModelForm):
    """The six questions about a goal, or the two about a tool; a sentence of one's own where the
    answers do not say it; and how far it came, once it is there."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Goal
        fields = ["text", *CELLS, *_ENDING]
        labels = {
            "text": _("The goal in your own words"),
            "progress": _("Progress in percent"),
        }
        help_texts = {
            "text": _("Left empty, we write it from your answers: when, what, and why."),
            "time_bound": _("A day: “by 24 September”."),
            "certain": _("Your part in it, not what others decide."),
            "specific": _("What will be there that is not there now?"),
            "positive": _("For you, your team, or somebody else."),
            "measurable": _("How many, how often, or who will say so."),
            "personal": _("How it fits with what you care about."),
            "closing": _("For the end: what you reached, what you learned, what goes on."),
            "progress": _("From 0 to 100. It is fine not to reach all of it."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            **{cell: forms.Textarea(attrs={"rows": 2}) for cell in CELLS},
            "closing": forms.Textarea(attrs={"rows": 3}),
            "progress": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 5}),
        }

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = Goal.Kind(kind)
        for name in SIX if self.kind == Goal.Kind.TOOL else TWO:
            del self.fields[name]
        if self.instance.pk is None:
            for name in _ENDING:
                del self.fields[name]
        else:
            self.fields["progress"].required = self.fields["state"].required = False
            self.fields["progress"].validators.append(MaxValueValidator(100))
            self.fields["seen"].initial = self.instance.changed_at.isoformat()
            if is_composed(self.instance):
                self.initial["text"] = ""
        self.fields["text"].required = False

    @property
    def answers(self):
        """The fields of the questions, in the order they are asked."""
        return [self[name] for name in (TWO if self.kind == Goal.Kind.TOOL else SIX)]

    @property
    def said(self) -> dict:
        """What the action keeps. Answers of the other kind stay as they are."""
        names = [name for name in ("text", *CELLS, *_ENDING) if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names} | {"kind": self.kind}

    def clean_progress(self):
        return self.cleaned_data["progress"] or 0

    def clean_state(self):
        return self.cleaned_data["state"] or Goal.State.OPEN

    def clean_seen(self):
        """When the version this person began with was changed last; None for a new goal."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def _get_validation_exclusions(self):
        """The action checks the row; a form that checks it first would refuse an empty sentence."""
        return {*super()._get_validation_exclusions(), "text"}


class StepDayForm(forms.Form):
    """By which day a step should be done; empty takes the day off."""

    due_on = forms.DateField(
        label=_("By which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class StepForm(StepDayForm):
    """One thing to do, and by which day."""

    text = forms.CharField(
        label=_("What will you do?"), max_length=300, validators=[ProhibitNullCharactersValidator()]
    )
