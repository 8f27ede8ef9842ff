from django import forms
from django.utils.translation import gettext_lazy as _

from programs.actions.quotes import Said
from programs.models import Quote

NAME, ROLE = "name", "role"


class QuoteForm(forms.Form):
    """A sentence for others, and each use of it by its own consent."""

    text = forms.CharField(
        label=_("In a sentence or two, what changed for you?"),
        max_length=Quote._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your work, your team, or your plans. Leave out what others told you."),
    )
    on_page = forms.BooleanField(label=_("On the program’s page, for everyone"), required=False)
    in_report = forms.BooleanField(label=_("In the report of this cycle"), required=False)
    signed = forms.ChoiceField(
        label=_("How is it signed?"),
        choices=[(ROLE, _("With my role only")), (NAME, _("With my name"))],
        initial=ROLE,
        widget=forms.RadioSelect,
    )

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean(self):
        found = super().clean() or self.cleaned_data
        if not found.get("on_page") and not found.get("in_report"):
            self.add_error("on_page", _("Choose at least one place where it may be shown."))
        return found

    @property
    def said(self) -> Said:
        found = self.cleaned_data
        return Said(found["text"], found["on_page"], found["in_report"], found["signed"] == NAME)


def initial_of(quote):
    if quote is None:
        return {}
    return {
        "text": quote.text,
        "on_page": quote.on_page,
        "in_report": quote.in_report,
        "signed": NAME if quote.by_name else ROLE,
    }
