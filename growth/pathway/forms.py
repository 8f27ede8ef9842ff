import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from growth.opportunities.models import Opportunity
from growth.pathway.models import ItemAlternative, ItemKind, Pathway, PersonItem
from growth.pathway.queries.entries import Entry
from growth.pathway.queries.page import heading
from growth.pathway.queries.pathways import items_of
from growth.pathway.rules import schema
from growth.pathway.rules.quarters import LAST_YEAR, Slot
from growth.setup.forms import NamedOnceForm
from growth.setup.queries import divisions
from people.forms.versions import KeepsBoth
from people.tables.reading import MOST_BYTES

YEARS_AHEAD = 3  # how far from here somebody can move or add something
FIRST_YEARS = 3
MOST_WAYS, BLANK_WAYS = 40, 2
_SLOT = re.compile(r"y\d+(q\d)?")


def quarter_choices(here: Slot | None, also: Slot | None = None) -> list[tuple[str, str]]:
    """From the quarter somebody is in, or the first one, some years on; the ones before too."""
    last = max(here.year if here else 1, also.year if also else 1, FIRST_YEARS) + YEARS_AHEAD
    slots = [Slot(year, quarter) for year in range(1, last + 1) for quarter in (1, 2, 3, 4)]
    return [(slot.key, heading(slot)) for slot in slots if slot.year <= LAST_YEAR]


def slot_of_key(key: str) -> Slot:
    """Back from the key of a quarter: “y1q4”, or of the ideas of a year: “y3”."""
    year, _q, quarter = key.removeprefix("y").partition("q")
    return Slot(int(year), int(quarter) if quarter else None)


class MoveForm(forms.Form):
    """Into another quarter, or back to where the pathway has it, also among the ideas of a year."""

    to = forms.ChoiceField(label=_("To"))

    def __init__(self, *args, here: Slot | None, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        choices = dict(quarter_choices(here, entry.slot))
        if entry.is_moved:
            home = {"when": heading(entry.home)}
            choices[entry.home.key] = _("%(when)s, where the pathway has it") % home
        choices.pop(entry.slot.key, None)
        self.fields["to"].choices = list(choices.items())
        base = here or (entry.slot if entry.slot.quarter else Slot(entry.slot.year, 1))
        near = here if here and base.next == entry.slot else base.next
        self.initial.setdefault("to", entry.home.key if entry.is_moved else near.key)

    def slot(self) -> Slot:
        return slot_of_key(self.cleaned_data["to"])


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        help_text=_("For yourself. Nobody else reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ScaleForm(forms.Form):
    count = forms.TypedChoiceField(label=_("How many times?"), coerce=int)

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        most = entry.item.count if entry.item else 1
        self.fields["count"].choices = [(number, number) for number in range(1, most + 1)]
        self.initial.setdefault("count", entry.count)


class OwnItemForm(KeepsBoth, forms.ModelForm):
    class Meta:
        model = PersonItem
        fields = ["title", "text"]
        labels = {"title": _("What do you want to do?")}
        help_texts = {"title": ""}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "text")}


class AddItemForm(OwnItemForm):
    """Something of one's own, or an opportunity from the board."""

    opportunity = forms.ModelChoiceField(
        label=_("From the opportunities"),
        queryset=Opportunity.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("It closes automatically once you have done it."),
    )
    to = forms.ChoiceField(label=_("When?"))

    def __init__(self, *args, here: Slot | None, opportunities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["to"].choices = quarter_choices(here)
        self.initial.setdefault("to", (here or Slot(1, 1)).key)
        if opportunities:
            self.fields["opportunity"].queryset = opportunities
        else:
            del self.fields["opportunity"]

    def clean(self):
        cleaned = super().clean()
        if "title" not in self.errors and not (cleaned.get("title") or cleaned.get("opportunity")):
            self.add_error("title", _("Say what you want to do."))
        return cleaned

    def _post_clean(self):
        """The rows' own rules are asked by the action, which knows the whole row."""

    def slot(self) -> Slot:
        return slot_of_key(self.cleaned_data["to"])


class PathwayForm(NamedOnceForm, forms.ModelForm):
    named = Pathway.objects

    class Meta:
        model = Pathway
        fields = ["name", "description", "division"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, divisions=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = sorted({*divisions, self.instance.division} - {""})
        self.fields["division"].widget = forms.Select(
            choices=[("", _("The whole organization")), *((name, name) for name in known)]
        )
        self.fields["division"].help_text = _("People of a division get its pathway instead.")

    def validate_constraints(self):
        """A second pathway of a division is refused by the action, in its words."""

    def slug(self) -> str:
        if self.instance.pk:
            return self.instance.slug
        base = slugify(self.cleaned_data["name"])[:50] or "pathway"
        slug, number = base, 1
        while Pathway.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{base}-{number}"
        return slug


class NewPathwayForm(PathwayForm):
    begin_with = forms.ModelChoiceField(
        label=_("Begin with a copy of"),
        queryset=Pathway.objects.order_by("name", "pk"),
        required=False,
        empty_label=_("Nothing: an empty pathway"),
    )


class KindForm(NamedOnceForm, forms.ModelForm):
    """Something to do, how often in each quarter, and ways to do it: two blank rows more than it has."""

    class Meta:
        model = ItemKind
        fields = [
            "title",
            "text",
            "url",
            "audience",
            "closed_by",
            "other_division",
            "opportunity",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "url": forms.URLInput()}
        help_texts = {
            "audience": _("Shown beside the title, for example: for aspiring managers."),
            "opportunity": _("The one that closes it when done."),
        }

    WAY_FIELDS = ("title", "text", "division", "leads_to", "url", "slug")
    name_field = "title"

    def __init__(self, *args, pathway: Pathway, **kwargs):
        self.pathway = pathway
        super().__init__(*args, **kwargs)
        self.initial = {**self.standing, **self.initial}
        self.named = ItemKind.objects.filter(
            pathway=pathway, items__isnull=False, items__archived_at__isnull=True
        )
        years = [slot_of_key(name).year for name in self.standing if _SLOT.fullmatch(name)]
        last = max([*years, FIRST_YEARS - 1]) + 1
        self.years = range(1, min(last, LAST_YEAR) + 1)
        for slot in self._slots():
            self.fields[slot.key] = forms.IntegerField(
                label=heading(slot),
                required=False,
                min_value=0,
                max_value=schema.MOST_TIMES,
                widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
            )
        known, offered = [(name, name) for name in divisions()], _opportunities()
        self._choose_from("opportunity", offered, self.instance.opportunity)
        self.rows = sum(name.endswith("_slug") for name in self.standing) or BLANK_WAYS
        for number in range(1, self.rows + 1):
            for name in self.WAY_FIELDS:
                column: Any = ItemAlternative._meta.get_field(name)
                self.fields[f"way_{number}_{name}"] = column.formfield(required=False)
            for name, choices in (("division", known), ("slug", offered)):
                field = f"way_{number}_{name}"
                self._choose_from(field, choices, self.standing.get(field, ""))
            self.fields[f"way_{number}_slug"].label = _("Which opportunity")
            self.fields[f"way_{number}_slug"].help_text = ""

    def _choose_from(self, name: str, known: list[tuple[str, str]], stored: str) -> None:
        """Nobody has to know how it is spelled; what a file named stays, known here or not."""
        choices = dict([("", _("None")), *known])
        choices.setdefault(stored, stored)
        self.fields[name].widget = forms.Select(choices=list(choices.items()))

    def current_of(self, row):
        """With the blank ways that the page shows."""
        items = items_of(self.pathway).filter(kind=row)
        now = {Slot(item.year, item.quarter).key: item.count for item in items}
        ways = [*row.alternatives.all(), *(ItemAlternative() for _blank in range(BLANK_WAYS))]
        for number, way in enumerate(ways[:MOST_WAYS], start=1):
            now |= {f"way_{number}_{name}": getattr(way, name) for name in self.WAY_FIELDS}
        return super().current_of(row) | now

    def _slots(self) -> list[Slot]:
        return [Slot(year, quarter) for year in self.years for quarter in (1, 2, 3, 4, None)]

    @property
    def year_fields(self):
        return [
            (year, [self[slot.key] for slot in self._slots() if slot.year == year])
            for year in self.years
        ]

    @property
    def way_fields(self):
        numbers = range(1, self.rows + 1)
        return [[self[f"way_{number}_{name}"] for name in self.WAY_FIELDS] for number in numbers]

    def clean(self):
        cleaned = super().clean()
        values = {name: cleaned.get(name) or "" for name in self.Meta.fields}
        schema.check_kind(values, self.add_error)
        for number in range(1, self.rows + 1):
            self._clean_way(number, cleaned)
        if not self.errors and not self.counts():
            first = self._slots()[0].key
            self.add_error(first, _("Say in which quarter it is to be done."))
        return cleaned

    def _clean_way(self, number: int, cleaned: dict) -> None:
        way = {name: cleaned.get(f"way_{number}_{name}") or "" for name in self.WAY_FIELDS}
        if not way["title"] and any(way[name] for name in ("text", "url", "slug", "division")):
            self.add_error(f"way_{number}_title", _("Say what it is called."))
        elif way["title"]:
            schema.check_alternative(
                way, lambda key, text: self.add_error(f"way_{number}_{key}", text)
            )

    def key(self) -> str:
        """Of the kind that is changed, or a free one made of the title."""
        if self.instance.pk:
            return self.instance.key
        base = slugify(self.cleaned_data["title"])[:50] or "item"
        key, number = base, 1
        while self.pathway.kinds.filter(key=key).exists():
            number += 1
            key = f"{base}-{number}"
        return key

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def counts(self) -> dict[Slot, int]:
        """How often in each quarter; those without a number are left out."""
        found = {slot: self.cleaned_data.get(slot.key) for slot in self._slots()}
        return {slot: count for slot, count in found.items() if count}

    def ways(self) -> list[dict]:
        """In order; a row without a title is left out."""
        rows = [
            {name: self.cleaned_data[f"way_{number}_{name}"] or "" for name in self.WAY_FIELDS}
            for number in range(1, self.rows + 1)
        ]
        return [
            {**row, "leads_to": row["leads_to"] or ItemAlternative.LeadsTo.LINK}
            for row in rows
            if row["title"]
        ]


def _opportunities() -> list[tuple[str, str]]:
    """All there are, by title: what is not published yet can be named already."""
    return list(Opportunity.objects.order_by("title", "pk").values_list("slug", "title"))


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Pathway file"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    only_check = forms.BooleanField(label=_("Only check the file"), required=False, initial=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return file
