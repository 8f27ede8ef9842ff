from itertools import groupby
from operator import attrgetter

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from programs.actions.published_results import Choice
from programs.models import PublishedResults
from programs.queries.published_results import publishable
from surveys.models import Question


class PublishResultsForm(forms.Form):
    """What others may read, who, and from which day on."""

    questions = forms.ModelMultipleChoiceField(
        label=_("Totals"),
        queryset=Question.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shows_changes = forms.BooleanField(
        label=_("What changed between the first survey and the last"), required=False
    )
    shows_quotes = forms.BooleanField(
        label=_("Approved quotes that people allow on the program’s page"), required=False
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=PublishedResults.Audience.choices,
        widget=forms.RadioSelect,
    )
    shown_from = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, cycle, results, today, **kwargs):
        initial = {
            "shows_changes": True,
            "shows_quotes": True,
            "audience": PublishedResults.Audience.MEMBERS,
            "shown_from": today,
        }
        if results is not None:
            initial = {name: getattr(results, name) for name in initial}
            initial["questions"] = results.questions.all()
        super().__init__(*args, initial=initial, **kwargs)
        asked = publishable(cycle).order_by("questionnaire__surveys__opens_at", "position", "pk")
        self.fields["questions"].queryset = asked.select_related("questionnaire")
        self.fields["questions"].label_from_instance = attrgetter("text")

    def by_survey(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of the questions under the title of their survey."""
        boxes = self["questions"].subwidgets
        found = groupby(boxes, key=lambda box: box.data["value"].instance.questionnaire.title)
        return [(title, list(some)) for title, some in found]

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)
