from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from growth.binder.models import BinderItem
from growth.families.models import JobFamily
from growth.plans.forms import SeenForm
from growth.promotion.models import (
    Claim,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
    RoundAnswer,
    TemplatePillar,
)
from growth.promotion.rules import schema
from growth.promotion.rules.parts import Part
from growth.setup.forms import NamedOnceForm
from programs.programfile.reading import LONGEST_FILE

MOST_PILLARS, BLANK_PILLARS = 12, 2


class DocumentForm(SeenForm, forms.ModelForm):
    class Meta:
        model = PromotionDocument
        fields = ["title", "summary"]
        labels = {"summary": _("In short: why now?")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4, "class": "voice"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.changed_at.isoformat()

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ClaimForm(SeenForm):
    """The claim, what of the binder shows it, and something new that goes into the binder."""

    text = forms.CharField(
        label=_("What do you claim?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "voice"}),
    )
    items = forms.ModelMultipleChoiceField(
        label=_("What shows it, from your binder"),
        queryset=BinderItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )
    title = forms.CharField(
        label=_("Something new"),
        required=False,
        max_length=200,
        help_text=_("It goes into your binder, too."),
    )
    words = forms.CharField(
        label=_("What does it show?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
    )
    url = forms.URLField(label=_("Link"), required=False, max_length=500)
    happened_on = forms.DateField(
        label=_("When was it?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, claim: Claim, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(
            text=claim.text,
            items=[evidence.item_id for evidence in claim.evidence.all()],
            seen=claim.changed_at.isoformat(),
        )
        self.fields["items"].queryset = items
        self.fields["items"].label_from_instance = _with_consent
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
        return {name: self.cleaned_data[name] for name in ("title", "words", "url", "happened_on")}


class ReviewForm(forms.Form):
    """The manager's answer: one of two, and of each pillar what they would like to see."""

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=PromotionRound.Outcome.choices,
        widget=forms.RadioSelect(attrs={"data-look": "list"}),
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "voice"}),
    )

    def __init__(self, *args, parts: list[Part], **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"needs_{part.claim.pk}"] = forms.ChoiceField(
                label=_("Under “%(pillar)s”") % {"pillar": part.claim},
                choices=RoundAnswer.Needs.choices,
                widget=forms.RadioSelect(attrs={"data-look": "list"}),
            )
            self.fields[f"words_{part.claim.pk}"] = forms.CharField(
                label=_("What would you like to see?"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "voice"}),
            )

    def pillars(self) -> Iterator[tuple[Part, BoundField, BoundField]]:
        for part in self.parts:
            number = part.claim.pk
            yield part, self[f"needs_{number}"], self[f"words_{number}"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for part in self.parts:
            needs, words = f"needs_{part.claim.pk}", f"words_{part.claim.pk}"
            is_gap = cleaned.get(needs, "") not in {"", RoundAnswer.Needs.NOTHING}
            if is_gap and not cleaned.get(words):
                self.add_error(words, _("Say in words what you would like to see."))
        return cleaned

    def answers(self) -> dict[Claim, tuple[str, str]]:
        """What `reviews.answer` takes."""
        said = self.cleaned_data
        return {
            part.claim: (said[f"needs_{part.claim.pk}"], said[f"words_{part.claim.pk}"])
            for part in self.parts
        }


class TemplateForm(NamedOnceForm, forms.ModelForm):
    """A template and its pillars; two blank ones more than it has."""

    named = PromotionTemplate.objects

    class Meta:
        model = PromotionTemplate
        fields = ["name", "from_name", "to_name", "family", "description"]
        labels = {"family": _("Only for one job family")}
        help_texts = {"family": ""}
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    PILLAR = ("title", "question", "criteria", "examples", "wanted")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family"].queryset = JobFamily.objects.filter(archived_at__isnull=True)
        self.fields["family"].empty_label = _("For all of them")
        self.initial = {**self.standing, **self.initial}
        self.rows = sum(name.startswith("title_") for name in self.standing) or BLANK_PILLARS
        for number in range(1, self.rows + 1):
            self._add_row(number)

    def current_of(self, row):
        """With the blank pillars that the page shows."""
        parts = [*row.parts.all(), *(TemplatePillar() for _blank in range(BLANK_PILLARS))]
        pillars: dict = {}
        for number, part in enumerate(parts[:MOST_PILLARS], start=1):
            pillars |= {f"{name}_{number}": getattr(part, name) for name in self.PILLAR}
        return super().current_of(row) | pillars

    def _add_row(self, number: int) -> None:
        def field(label: Any, most: int, rows: int | None = None):
            area = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
            return forms.CharField(label=label, required=False, max_length=most, widget=area)

        self.fields[f"title_{number}"] = field(_("Pillar %(number)s") % {"number": number}, 120)
        self.fields[f"question_{number}"] = field(_("Question"), 600, 2)
        self.fields[f"criteria_{number}"] = field(_("What the role asks for"), 2000, 2)
        self.fields[f"examples_{number}"] = field(_("Examples that guide"), 2000, 2)
        self.fields[f"wanted_{number}"] = forms.IntegerField(
            label=_("Examples wanted"),
            required=False,
            min_value=1,
            max_value=schema.MOST_WANTED,
            initial=TemplatePillar().wanted,
        )

    @property
    def pillar_fields(self) -> list[tuple[list[BoundField], list[BoundField]]]:
        """Of each pillar what it cannot do without, and the rest."""
        names, more = ("title", "question"), ("criteria", "examples", "wanted")
        return [
            ([self[f"{name}_{n}"] for name in names], [self[f"{name}_{n}"] for name in more])
            for n in range(1, self.rows + 1)
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, self.rows + 1):
            title, question = cleaned.get(f"title_{number}"), cleaned.get(f"question_{number}")
            others = (cleaned.get(f"{name}_{number}") for name in ("criteria", "examples"))
            if title and not question:
                self.add_error(f"question_{number}", _("A pillar needs a question."))
            if not title and (question or any(others)):
                self.add_error(f"title_{number}", _("Name the pillar."))
        return cleaned

    def slug(self) -> str:
        """Of the template that is changed, or a free one made of the name."""
        if self.instance.pk:
            return self.instance.slug
        base = slugify(self.cleaned_data["name"])[:50] or "step"
        slug, number = base, 1
        while PromotionTemplate.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def pillars(self) -> list[dict]:
        """In order; a row without a name is left out."""
        said = self.cleaned_data
        return [
            {
                "title": said[f"title_{number}"],
                "question": said[f"question_{number}"],
                "criteria": said[f"criteria_{number}"],
                "examples": said[f"examples_{number}"],
                "wanted": said[f"wanted_{number}"] or 3,
            }
            for number in range(1, self.rows + 1)
            if said[f"title_{number}"]
        ]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("YAML file"),
        help_text=_("Templates are known by their slug. Those the file does not name stay."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > LONGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 1 MB."), code="too_large")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = _("The file is not text in UTF-8.")
            raise forms.ValidationError(message, code="encoding") from error


def _with_consent(item: BinderItem) -> str:
    if item.is_showable:
        return str(item)
    words = {"item": item, "name": item.partner}
    return str(_("%(item)s (hidden until %(name)s agrees)") % words)
