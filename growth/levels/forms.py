from django import forms
from django.utils.translation import gettext_lazy as _

from growth.binder.models import BinderItem
from growth.families import queries as families
from growth.families.models import Criterion, JobLevel
from growth.levels.models import SelfAssessment
from growth.levels.queries import mark_of


def level_choices() -> list:
    """Grouped by family, for a select."""
    return [
        (family.name, [(level.pk, level.name) for level in family.levels.all()])
        for family in families.families()
        if family.levels.all()
    ]


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(label=_("Your level"), coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("Choose")), *level_choices()]

    def clean_level(self) -> JobLevel:
        return JobLevel.objects.get(pk=self.cleaned_data["level"])


class CompareForm(forms.Form):
    """The level beside one's own; any other family will do."""

    beside = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args, own: JobLevel, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beside"].choices = [
            (name, [(pk, label) for pk, label in levels if pk != own.pk])
            for name, levels in level_choices()
        ]


class AssessmentForm(forms.Form):
    """Where one stands at the criteria of a level, whichever of them were changed in the page."""

    def __init__(self, *args, criteria: list[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"stand_{criterion.pk}"] = forms.ChoiceField(
                choices=[("", ""), *SelfAssessment.Stand.choices], required=False
            )
            self.fields[f"words_{criterion.pk}"] = forms.CharField(
                label=_("What makes you say that?"), required=False, max_length=2000
            )
            self.fields[f"mark_{criterion.pk}"] = forms.CharField(required=False)

    @property
    def sent(self) -> list[Criterion]:
        """Those the form had fields for."""
        return [row for row in self.criteria if f"words_{row.pk}" in self.data]

    def answers(self) -> list[tuple[Criterion, str, str]]:
        """What differs from what the page had shown: the rest may have changed elsewhere meanwhile."""
        found = []
        for row in self.sent:
            stand = self.cleaned_data[f"stand_{row.pk}"]
            words = self.cleaned_data[f"words_{row.pk}"]
            if mark_of(stand, words) != self.cleaned_data[f"mark_{row.pk}"]:
                found.append((row, stand, words))
        return found

    def typed(self) -> dict[int, tuple[str, str]]:
        """Stand and words as they came, by criterion: what a page with errors shows again."""
        return {
            row.pk: (self.data.get(f"stand_{row.pk}", ""), self.data[f"words_{row.pk}"])
            for row in self.sent
        }


class EvidenceForm(forms.ModelForm):
    """What shows it: from the binder, or something new that goes into it."""

    items = forms.ModelMultipleChoiceField(
        label=_("From your binder"),
        queryset=BinderItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )

    class Meta:
        model = BinderItem
        fields = ["title", "url", "happened_on", "words"]
        labels = {
            "title": _("Something new"),
            "words": _("In a few words"),
            "happened_on": _("When was it?"),
        }
        help_texts = {"title": _("It goes into your binder, for promotion documents too.")}
        widgets = {
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        }

    def __init__(self, *args, items, chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["items"].queryset = items
        self.initial.setdefault("items", [item.pk for item in chosen])
        if not items:
            del self.fields["items"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        others = [name for name in ("url", "happened_on", "words") if cleaned.get(name)]
        if others and not cleaned.get("title"):
            self.add_error("title", _("Say what it is."))
        return cleaned

    def new_item(self) -> dict | None:
        if not self.cleaned_data["title"]:
            return None
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
