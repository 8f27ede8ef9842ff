from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms.settings import PlainLines
from programs.models import MessageText
from programs.rules import message_texts


class MessageTextForm(PlainLines, forms.ModelForm):
    class Meta:
        model = MessageText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "subject": _("Left empty, the standard subject is used."),
            "body": _("Left empty, the standard text is used."),
        }

    def clean(self):
        found = super().clean()
        for name in ("subject", "body"):
            for wrong in message_texts.unknown(self.instance.kind, found.get(name) or ""):
                self.add_error(name, _("%s means nothing in this message.") % wrong)
        return found

    def _get_validation_exclusions(self):
        """That both may be empty, which means the standard text, is the action's to see."""
        return {field.name for field in MessageText._meta.fields}
