from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Resource, Training
from people.forms.versions import KeepsBoth


class TrainingForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = Training
        fields = [
            "title",
            "description",
            "course_link",
            "slides_link",
            "obligation",
            "due_on",
            "remind_days",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "due_on": forms.DateInput(attrs={"type": "date"}),
        }


class ResourceForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = Resource
        fields = ["title", "text", "link", "post_on", "stage", "topics"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "post_on": forms.DateInput(attrs={"type": "date"}),
        }

    def clean(self):
        found = super().clean()
        if not found.get("text") and not found.get("link"):
            self.add_error("link", _("Give a text or a link."))
        return found


class CertificateForm(forms.Form):
    done_on = forms.DateField(label=_("Completed on"))
    link = forms.URLField(
        label=_("Link to the certificate"), required=False, max_length=200, assume_scheme="https"
    )
