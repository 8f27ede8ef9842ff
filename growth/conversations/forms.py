import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from growth.conversations.models import Conversation
from growth.plans.forms import SeenForm
from growth.plans.models import PlanGoal

DAY = {"type": "date"}


class ConversationForm(SeenForm, forms.ModelForm):
    """What was agreed. Only the person ties it to goals of their plan."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    goals = forms.ModelMultipleChoiceField(
        label=_("Goals you talked about"),
        queryset=PlanGoal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )

    class Meta:
        model = Conversation
        fields = ["held_on", "topic", "agreed", "next_step"]
        labels = {
            "held_on": _("Date"),
            "agreed": _("What did you agree on?"),
            "next_step": _("What happens next?"),
        }
        help_texts = {"held_on": ""}
        widgets = {
            "held_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "agreed": forms.Textarea(attrs={"rows": 3, "class": "voice"}),
        }

    def __init__(self, *args, goals=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].required = True
        self.initial.setdefault("form_key", uuid.uuid4())
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()
        if not goals:
            del self.fields["goals"]
        else:
            self.fields["goals"].queryset = goals
            self.fields["goals"].label_from_instance = lambda goal: goal.shown_text
            if self.instance.pk:
                self.initial["goals"] = [goal.pk for goal in self.instance.goals.all()]

    def clean_form_key(self):
        return self.cleaned_data["form_key"] or uuid.uuid4()

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PlanTalkForm(forms.Form):
    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    topic = forms.ChoiceField(label=_("About"), choices=Conversation.Topic.choices)
