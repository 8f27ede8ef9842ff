from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.models import Beginning


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
