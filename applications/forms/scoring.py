"""Scores on the desk, and the settings of reviewing."""

from django import forms
from django.forms import formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.actions.scoring import Opinion
from applications.models import Criterion, Review, Score
from applications.programfile import CRITERION
from people.forms.versions import KeepsBoth
from programs.forms.lines import Line, RowLine, lines_of
from programs.forms.settings import PlainLines, free_key, short
from programs.models import Cycle, Role
from programs.programfile.shape import Item, make

NO_POINTS = [
    (Score.Answer.ABSTAIN, _("Abstain")),
    (Score.Answer.ASK_ME, _("Ask me")),
]


class ScoreForm(KeepsBoth):
    """A choice per criterion, then the reviewer's proposal and a note."""

    proposal = forms.ChoiceField(
        label=_("Your proposal"),
        choices=Review.Proposal.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
    )
    note = forms.CharField(
        label=_("Your note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("You and organizers only, never the applicant."),
    )

    def __init__(self, *args, criteria, scale, role, own=None, **kwargs):
        super().__init__(*args, initial=self.current_of(own), prefix="score", **kwargs)
        self.criteria = criteria
        self.scale = scale
        if role.side == Role.Side.STAFF:  # which has no waiting list
            choices = Review.Proposal.choices
            self.fields["proposal"].choices = [
                one for one in choices if one[0] != Review.Proposal.WAITLISTED
            ]
        points = [(str(number), str(number)) for number in range(1, scale + 1)]
        for criterion in criteria:
            self.fields[f"c_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name,
                choices=[*points, *NO_POINTS],
                widget=forms.RadioSelect,
                error_messages={"required": _("Score this, abstain, or choose “Ask me”.")},
            )

    def current(self):
        return dict(self.initial)

    def current_of(self, row):
        """Of the reviewer's own opinion; nothing before there is one."""
        if row is None:
            return {}
        given = {
            f"c_{pk}": str(score["points"] or score["answer"]) for pk, score in row.scores.items()
        }
        return {"proposal": row.review.proposal, "note": row.review.note, **given}

    def score_fields(self):
        """Each criterion beside its field."""
        return [(criterion, self[f"c_{criterion.pk}"]) for criterion in self.criteria]

    def opinion(self) -> Opinion:
        found = self.cleaned_data
        scores = {one.pk: _given(found[f"c_{one.pk}"]) for one in self.criteria}
        return Opinion(scores, proposal=found["proposal"], note=found["note"])


def _given(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


class ReviewSettingsForm(forms.ModelForm):
    class Meta:
        model = Cycle
        fields = [
            "reviews_wanted",
            "review_scale",
            "review_is_blind",
            "needs_confirmations",
            "needs_managers_word",
            "needs_reviews",
        ]

    def lines(self) -> list[Line]:
        waits = ["needs_confirmations", "needs_managers_word", "needs_reviews"]
        reviewing = ["reviews_wanted", "review_scale", "review_is_blind"]
        return lines_of(
            self, [(_("Reviews"), *reviewing), (_("Pairs are published only when"), *waits)]
        )


class CriterionForm(RowLine, PlainLines, forms.ModelForm):
    """One criterion of a role. A row without a name is none."""

    line_fields = "applications/_criterion_fields.html"
    line_adds = _("Add a criterion")

    key = forms.SlugField(required=False, widget=forms.HiddenInput)
    place = short(forms.IntegerField(required=False, min_value=0, max_value=999), _("Place"))
    remove = short(forms.BooleanField(required=False), _("Remove"))

    class Meta:
        model = Criterion
        fields = ["name", "help_text", "weight"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("What is scored"),
            "help_text": _("A question that helps"),
            "weight": _("Weight"),
        }
        for name, label in labels.items():
            short(self.fields[name], label)
        self.fields["name"].widget.attrs["data-line-title"] = ""

    @property
    def line_title(self) -> str:
        return self["name"].value() or ""

    @property
    def line_about(self) -> str:
        return self["help_text"].value() or ""

    @property
    def line_chip(self) -> str:
        if self.is_blank:
            return ""
        return gettext("weight %(n)s") % {"n": self["weight"].value()}

    def is_row(self) -> bool:
        return bool(self.cleaned_data.get("name")) and not self.cleaned_data.get("remove")

    def item(self, key: str) -> Item:
        found = self.cleaned_data
        values = {"name": found["name"], "help": found["help_text"], "weight": found["weight"]}
        return make(CRITERION, {**values, "key": key})


class BaseCriteria(forms.BaseFormSet):
    def items(self) -> list[Item]:
        """In the order of the numbers; new rows get a key made from their name."""
        rows = [form for form in self.forms if form.is_row()]
        rows.sort(key=lambda form: form.cleaned_data.get("place") or 999)
        taken = {form.cleaned_data["key"] for form in rows}
        items = []
        for form in rows:
            text = slugify(form.cleaned_data["name"]) or "criterion"
            key = form.cleaned_data["key"] or free_key(text, taken)
            taken.add(key)
            items.append(form.item(key))
        return items


Criteria = formset_factory(
    CriterionForm, formset=BaseCriteria, extra=2, max_num=20, absolute_max=30
)
