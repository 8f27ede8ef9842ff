from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.actions.goals import CELLS
from pairs.models import Goal


class GoalForm(forms.ModelForm):
    """One sentence, six questions about it, and how far it came."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Goal
        fields = ["text", *CELLS, "progress", "state", "closing"]
        labels = {"text": _("The goal in one sentence"), "progress": _("Progress in percent")}
        help_texts = {
            "text": _("Both of you read and change this. Organizers never see it."),
            "closing": _("For the end: what you reached, what you learned, what goes on."),
            "progress": _("From 0 to 100. It is fine not to reach all of it."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            **{cell: forms.Textarea(attrs={"rows": 2}) for cell in CELLS},
            "closing": forms.Textarea(attrs={"rows": 3}),
            "progress": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 5}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["progress"].required = False
        self.fields["state"].required = False
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.changed_at.isoformat()

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
