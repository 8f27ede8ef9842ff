from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.forms.lines import said
from programs.forms.settings import PlainLines, day_input
from programs.models import CycleSurvey
from programs.models.called import Called
from surveys.models import Questionnaire
from surveys.models.survey import MOST_REMINDERS


class CycleSurveyForm(PlainLines, forms.Form):
    """One survey of a cycle: when, whom, and whether by name."""

    is_on = forms.BooleanField(label=_("This cycle has it"), required=False)
    title = forms.CharField(label=_("Name"), max_length=150, required=False)
    audience = forms.ChoiceField(label=_("Asks"), choices=CycleSurvey.Audience.choices)
    mode = forms.ChoiceField(label=_("Answers"), choices=Questionnaire.Mode.choices)
    opens = forms.DateField(label=_("First day"), required=False, widget=day_input())
    closes = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    is_required = forms.BooleanField(label=_("Everyone should answer"), required=False)
    reminders = forms.IntegerField(
        label=_("Reminders at most"),
        min_value=0,
        max_value=MOST_REMINDERS,
        help_text=_("A week apart. They stop once somebody has answered or left."),
    )
    quotes = forms.BooleanField(
        label=_("Ask for a sentence that others may read"),
        required=False,
        help_text=_(
            "Apart from the answers, with consent for each use. You approve what is shown."
        ),
    )
    intro = forms.CharField(
        label=_("What people read first"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, kind: str, called: Called, is_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        audiences = CycleSurvey.Audience.called(called)
        if kind == CycleSurvey.Kind.CHECK_IN:
            audiences = [one for one in audiences if one[0] == CycleSurvey.Audience.MENTEES]
            self.fields["mode"].choices = [(Questionnaire.Mode.NAMED, _("With your name"))]
        self.fields["audience"].choices = audiences
        if kind != CycleSurvey.Kind.END:
            del self.fields["quotes"]
        if not is_new:
            self.fields["mode"].disabled = True
            self.fields["mode"].help_text = _("This never changes once a survey is made.")

    @property
    def line_about(self) -> str:
        if not self["is_on"].value():
            return ""
        opens, closes = said(self["opens"]), said(self["closes"])
        words = gettext("%(first)s to %(last)s") % {"first": opens, "last": closes}
        return f"{said(self['audience'])}, {words if closes else opens}"

    def clean(self):
        found = super().clean()
        if not found.get("is_on"):
            return found
        for name in ("title", "opens"):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in, or switch the survey off."))
        opens, closes = found.get("opens"), found.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The survey closes before it opens."))
        return found
