from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from growth.families import queries as families
from growth.families.models import JobFamily, JobLevel
from growth.plans.models import PlanAction, PlanGoal, PlanRevision, PlanTemplate
from growth.setup.forms import NamedOnceForm
from people.forms.versions import KeepsBoth

DAY = {"type": "date"}


class SeenForm(forms.Form):
    """Carries when the version this form began with was changed last."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def refuse(self, error: ValidationError) -> None:
        """Show why it was not saved. Where something else is stored meanwhile, sending it again,
        after a look at both, saves it."""
        self.add_error(None, error)
        if getattr(error, "code", "") == "changed_meanwhile":
            data: Any = self.data.copy()
            data[self.add_prefix("seen")] = self.initial["seen"]
            self.data = data


class PlanForm(SeenForm):
    """The aim, another role if it is one, and a text for each heading of the template.

    With `revision`: writing in the one that is there. Without: beginning one.
    """

    aim = forms.CharField(
        label=_("Where do you want to be in a year?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
        help_text=_("One or two sentences. It appears at the top of your plan."),
    )
    target = forms.ChoiceField(
        label=_("A role you aim for"),
        required=False,
        help_text=_("Another level, or another job family. Leave it empty to grow where you are."),
    )

    def __init__(self, *args, template: PlanTemplate | None = None, revision=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = _targets()
        self.headings = self._headings(template, revision)
        for number, (title, question, text) in enumerate(self.headings, start=1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=title,
                required=False,
                max_length=4000,
                help_text=question,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 4, "class": "voice"}),
            )
        if revision is not None:
            self._fill(revision)

    @property
    def text_fields(self):
        return [self[f"text_{number}"] for number in range(1, len(self.headings) + 1)]

    def values(self) -> dict:
        """What `plans.actions.revisions` takes."""
        family, level = self.cleaned_data["target"] or (None, None)
        texts = [self.cleaned_data[bound.name] for bound in self.text_fields]
        return {
            "aim": self.cleaned_data["aim"],
            "target_family": family,
            "target_level": level,
            "texts": texts,
        }

    def clean_target(self) -> tuple[JobFamily, JobLevel | None] | None:
        what, _separator, number = self.cleaned_data["target"].partition(":")
        if not number:
            return None
        if what == "family":
            return JobFamily.objects.get(pk=number), None
        level = JobLevel.objects.select_related("family").get(pk=number)
        return level.family, level

    def _headings(self, template, revision) -> list[tuple[str, str, str]]:
        if revision is not None:
            return [(row.title, row.question, row.text) for row in revision.texts.all()]
        prompts = template.prompts.all() if template else []
        return [(prompt.title, prompt.question, "") for prompt in prompts]

    def _fill(self, revision: PlanRevision) -> None:
        self.initial.setdefault("aim", revision.aim)
        self.initial.setdefault("seen", revision.changed_at.isoformat())
        if revision.target_level_id:
            self.initial.setdefault("target", f"level:{revision.target_level_id}")
        elif revision.target_family_id:
            self.initial.setdefault("target", f"family:{revision.target_family_id}")


def _targets() -> list:
    groups = [
        (
            family.name,
            [
                (f"family:{family.pk}", _("%(family)s, any level") % {"family": family.name}),
                *(
                    (f"level:{level.pk}", f"{family.name}, {level}")
                    for level in family.levels.all()
                ),
            ],
        )
        for family in families.families()
    ]
    return [("", _("My present role")), *groups]


class BeginForm(PlanForm):
    """Beginning a plan: its first day too."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("The plan is for one year from then."),
    )


class NextVersionForm(BeginForm):
    """Beginning the next version: which goals go on, and whether the same people may read it."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    carry = forms.ModelMultipleChoiceField(
        label=_("Goals to keep"),
        queryset=PlanGoal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
        help_text=_("The others stay in the version you close, as they are."),
    )
    share_again = forms.BooleanField(
        label=_("The same people may read the new version"), required=False
    )

    def __init__(self, *args, before: PlanRevision, is_shared: bool, **kwargs):
        super().__init__(*args, **kwargs)
        goals = before.goals.select_related("mentoring_goal", "revision")
        self.fields["carry"].queryset = goals
        self.fields["carry"].label_from_instance = lambda goal: goal.shown_text
        self.initial.setdefault("carry", [goal.pk for goal in goals if goal.is_open])
        self.initial.setdefault("after", before.number)
        if not is_shared:
            del self.fields["share_again"]


class NextStepsForm(SeenForm):
    next_steps = forms.CharField(
        label=_("Next steps and opportunities"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "voice"}),
        help_text=_("For your performance review. It prints together with your aim and goals."),
    )


class GoalForm(SeenForm, forms.ModelForm):
    """A goal of the plan; of a linked one only what is the plan's own."""

    class Meta:
        model = PlanGoal
        fields = ["text", "detail", "due_on"]
        widgets = {
            "detail": forms.Textarea(attrs={"rows": 3}),
            "due_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }
        labels = {
            "text": _("The goal in one sentence"),
            "detail": _("How will you know that you got there?"),
            "due_on": _("By when?"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()
            if self.instance.is_linked:  # its words are changed where the mentor reads them too
                del self.fields["text"]

    def cleaned_data_of_goal(self) -> dict:
        """What `plans.actions.goals` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class StateForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How far are you?"),
        choices=PlanGoal.State.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )


class StepForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = PlanAction
        fields = ["text", "due_on"]
        labels = {"text": _("Step"), "due_on": _("By when?")}
        widgets = {"due_on": forms.DateInput(attrs=DAY, format="%Y-%m-%d")}


MOST_PROMPTS = 12


class TemplateForm(NamedOnceForm):
    """A template and its headings; two blank rows more than it has."""

    named = PlanTemplate.objects

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanTemplate.Kind.choices)
    description = forms.CharField(
        label=_("Who it is for"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, template: PlanTemplate | None, **kwargs):
        self.template = template
        super().__init__(*args, **kwargs)
        self.initial = {**self.standing, **self.initial}
        known = sum(name.startswith("title_") for name in self.standing)
        self.rows = min(known + 2, MOST_PROMPTS)
        for number in range(1, self.rows + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Heading %(number)s") % {"number": number},
                required=False,
                max_length=120,
            )
            self.fields[f"question_{number}"] = forms.CharField(
                label=_("Question under it"),
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def current(self):
        return {} if self.template is None else self.current_of(self.template)

    def current_of(self, row):
        prompts: dict = {}
        for number, prompt in enumerate(row.prompts.all(), start=1):
            prompts |= {f"title_{number}": prompt.title, f"question_{number}": prompt.question}
        return {name: getattr(row, name) for name in ("name", "kind", "description")} | prompts

    @property
    def prompt_fields(self):
        numbers = range(1, self.rows + 1)
        return [(self[f"title_{number}"], self[f"question_{number}"]) for number in numbers]

    def clean(self):
        cleaned = super().clean()
        for number in range(1, self.rows + 1):
            if cleaned.get(f"question_{number}") and not cleaned.get(f"title_{number}"):
                self.add_error(f"title_{number}", _("A question needs a heading above it."))
        return cleaned

    def slug(self) -> str:
        """Of the template that is changed, or a free one made of the name."""
        if self.template:
            return self.template.slug
        base = slugify(self.cleaned_data["name"])[:50] or "plan"
        slug, number = base, 1
        while PlanTemplate.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "kind", "description")}

    def prompts(self) -> list[dict]:
        """In order; a row without a heading is left out."""
        rows = [
            {
                "title": self.cleaned_data[f"title_{n}"],
                "question": self.cleaned_data[f"question_{n}"],
            }
            for n in range(1, self.rows + 1)
        ]
        return [row for row in rows if row["title"]]
