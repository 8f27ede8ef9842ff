from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from growth.families.models import JobFamily, JobLevel, Pillar
from growth.families.queries import criteria_of
from growth.setup.forms import NamedOnceForm
from people.forms.versions import KeepsBoth
from people.tables.reading import MOST_BYTES


class NamedForm(NamedOnceForm, forms.ModelForm):
    """Something with a slug made of its name once, and kept."""

    def slug(self) -> str:
        if self.instance.pk:
            return self.instance.slug
        base = slugify(self.cleaned_data["name"])[:50] or "name"
        slug, number = base, 1
        while self._meta.model.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug


class FamilyForm(NamedForm):
    named = JobFamily.objects

    class Meta:
        model = JobFamily
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class PillarForm(NamedForm):
    named = Pillar.objects

    class Meta:
        model = Pillar
        fields = ["name", "description", "position"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"position": _("Order")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False

    def clean_position(self):
        return self.cleaned_data["position"] or 0


class LevelForm(KeepsBoth, forms.ModelForm):
    """A level, and what it asks for under each pillar, one thing a line."""

    class Meta:
        model = JobLevel
        fields = ["name", "number", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"number": _("If your HR data carry one: it suggests the level to people.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pillars = list(Pillar.objects.all())
        for pillar in self.pillars:
            self.fields[f"pillar_{pillar.pk}"] = forms.CharField(
                label=pillar.name,
                required=False,
                max_length=20_000,
                help_text=pillar.description,
                initial=self.standing.get(f"pillar_{pillar.pk}", ""),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def current_of(self, row):
        texts: dict = {}
        for criterion in criteria_of(row):
            texts.setdefault(f"pillar_{criterion.pillar_id}", []).append(criterion.text)
        return super().current_of(row) | {name: "\n".join(lines) for name, lines in texts.items()}

    @property
    def pillar_fields(self):
        return [self[f"pillar_{pillar.pk}"] for pillar in self.pillars]

    def clean(self):
        cleaned = super().clean()
        for pillar in self.pillars:
            name = f"pillar_{pillar.pk}"
            if any(len(line) > 1000 for line in (cleaned.get(name) or "").splitlines()):
                self.add_error(name, _("A line is longer than 1,000 characters."))
        return cleaned

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def texts(self) -> list[tuple[Pillar, list[str]]]:
        """Each line once: the same sentence twice would be one criterion anyway."""
        return [
            (
                pillar,
                list(dict.fromkeys(self.cleaned_data[f"pillar_{pillar.pk}"].splitlines())),
            )
            for pillar in self.pillars
        ]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_(
            "Columns: family, level, number, pillar, criterion. One row for each thing a level asks for."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    only_check = forms.BooleanField(label=_("Only check the file"), required=False, initial=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return file
