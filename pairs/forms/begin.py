from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pairs.actions.begin.styles import FIELDS
from pairs.models import Beginning, CommunicationStyle
from people.forms.versions import KeepsBoth


class PurposeForm(forms.ModelForm):
    """The two blanks of the sentence, and whether the partner reads it."""

    is_shown = forms.BooleanField(label=_("Show it to your partner"), required=False, initial=True)

    class Meta:
        model = Beginning
        fields = ["value", "because"]
        labels = {"value": _("What do you care about?"), "because": _("Why?")}
        help_texts = {
            "value": _("A word or two: “open doors”, “learning”, “fairness”."),
            "because": _("It follows the word “because”."),
        }
        widgets = {"because": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].required = self.fields["because"].required = True


def _one_of(question: str, choices: type[TextChoices]) -> forms.ChoiceField:
    """Without an empty choice: nothing is chosen until somebody does."""
    field = CommunicationStyle._meta.get_field(question)
    label = getattr(field, "verbose_name", "")
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class StyleForm(KeepsBoth, forms.ModelForm):
    """One choice for each question, and words of one's own."""

    channel = _one_of("channel", CommunicationStyle.Channel)
    reply = _one_of("reply", CommunicationStyle.Reply)
    stuck = _one_of("stuck", CommunicationStyle.Stuck)
    honesty = _one_of("honesty", CommunicationStyle.Honesty)
    thinking = _one_of("thinking", CommunicationStyle.Thinking)

    class Meta:
        model = CommunicationStyle
        fields = FIELDS
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}
