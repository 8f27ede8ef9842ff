from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from people.forms.versions import KeepsBoth
from programs.actions.published_results import Choice
from programs.models import PublishedResults
from programs.queries.published_results import publishable
from surveys.models import Question


class PublishResultsForm(KeepsBoth):
    """What others may read, who, and from which day on.

    That somebody else took the page back meanwhile counts as a change, too: publishing it again is
    done knowingly.
    """

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
        self.results = results
        usual = {
            "shows_changes": True,
            "shows_quotes": True,
            "audience": PublishedResults.Audience.MEMBERS,
            "shown_from": today,
        }
        super().__init__(*args, initial=self.current() or usual, **kwargs)
        asked = publishable(cycle).order_by("questionnaire__surveys__opens_at", "position", "pk")
        self.fields["questions"].queryset = asked.select_related("questionnaire")
        self.fields["questions"].label_from_instance = attrgetter("text")

    def current(self) -> dict[str, Any]:
        return {} if self.results is None else self.current_of(self.results)

    def current_of(self, row: Any) -> dict[str, Any]:
        chosen = ("shows_changes", "shows_quotes", "audience", "shown_from")
        now = {name: getattr(row, name) for name in chosen}
        now["questions"] = sorted(row.questions.values_list("pk", flat=True))
        return now | ({"taken_back_at": row.taken_back_at} if row.taken_back_at else {})

    def by_survey(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of the questions under the title of their survey."""
        boxes = self["questions"].subwidgets
        found = groupby(boxes, key=lambda box: box.data["value"].instance.questionnaire.title)
        return [(title, list(some)) for title, some in found]

    @property
    def choice(self) -> Choice:
        return Choice(**self.cleaned_data)
