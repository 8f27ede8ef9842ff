"""An opportunity as those edit it who run it: what it says, its dates and its questions."""

from datetime import datetime

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from growth.opportunities.models import Opportunity, OpportunityDate
from growth.setup.queries import divisions
from people.forms.fields import AddressField, NameField
from people.models import User
from surveys.models import Question
from surveys.queries import questions_of
from surveys.question_kinds import KINDS

DAY = {"type": "date"}
MOST_DATES, MOST_QUESTIONS = 12, 8
KINDS_ASKED = ("long_text", "text", "yes_no")  # a short form in the person's own words


class AddForm(forms.ModelForm):
    """The least that makes one; who runs it writes the rest."""

    owner = AddressField(
        label=_("Who runs it"), help_text=_("Their e-mail address. We tell them by mail.")
    )

    class Meta:
        model = Opportunity
        fields = ["kind", "title"]
        field_classes = {"title": NameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *Opportunity.Kind.choices]

    def clean_owner(self) -> User:
        return _colleague(self.cleaned_data["owner"])


class OwnerForm(forms.Form):
    email = AddressField(label=_("Somebody else who runs it"), help_text=_("Their e-mail address."))

    def clean_email(self) -> User:
        return _colleague(self.cleaned_data["email"])


class OpportunityForm(forms.ModelForm):
    """All it says, with rows for its dates and questions: two blank ones more than it has."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    only_divisions = forms.MultipleChoiceField(
        label=_("Only for these divisions"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )
    not_divisions = forms.MultipleChoiceField(
        label=_("Not for these divisions"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )

    class Meta:
        model = Opportunity
        fields = [
            "kind", "title", "lead", "text", "team", "time", "place", "url",
            "audience", "min_months", "min_level", "needs_cover", "open_to_guests",
            "apply_from", "apply_until", "zone", "answers_by", "places",
        ]  # fmt: skip
        field_classes = dict.fromkeys(("title", "team", "time", "place"), NameField)
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 2, "class": "voice"}),
            "text": forms.Textarea(attrs={"rows": 8}),
            "audience": forms.Textarea(attrs={"rows": 2}),
            **{
                name: forms.DateInput(attrs=DAY, format="%Y-%m-%d")
                for name in ("apply_from", "apply_until", "answers_by")
            },
        }
        labels = {
            "min_months": _("Months at the organization, at least"),
            "min_level": _("From level"),
            "zone": _("Time zone of these days"),
        }
        help_texts = {
            "text": _("Markdown: lists, headings, links."),
            "audience": _("In a sentence, as shown on the board. The checks appear below it."),
            "open_to_guests": _(
                "People from outside make a limited account with a link. They see only "
                "opportunities open to guests."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.initial["seen"] = row.changed_at.isoformat()
        for name in ("only_divisions", "not_divisions"):
            chosen = getattr(row, name)
            self.initial[name] = chosen
            names = sorted({*divisions(), *chosen})
            self.fields[name].choices = [(one, one) for one in names]
        self._dates, self._questions = list(row.dates.all()), questions_of(row.questionnaire_id)
        self.date_rows = min(len(self._dates) + 2, max(MOST_DATES, len(self._dates)))
        self.question_rows = min(
            len(self._questions) + 2, max(MOST_QUESTIONS, len(self._questions))
        )
        for number in range(1, self.date_rows + 1):
            self._add_date(number, _at(self._dates, number))
        for number in range(1, self.question_rows + 1):
            self._add_question(number, _at(self._questions, number))

    def _add_date(self, number: int, row: OpportunityDate | None) -> None:
        first = _("Dates %(number)s, from") % {"number": number}
        for name, label in (("starts_on", first), ("ends_on", _("To"))):
            self.fields[f"date_{number}_{name}"] = forms.DateField(
                label=label,
                required=False,
                initial=getattr(row, name, None),
                widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            )
        self.fields[f"date_{number}_places"] = forms.IntegerField(
            label=_("Places"),
            required=False,
            min_value=1,
            max_value=1000,
            initial=row.places if row else None,
        )

    def _add_question(self, number: int, row: Question | None) -> None:
        kinds = [(name, KINDS[name].label) for name in KINDS_ASKED]
        if row is not None and row.kind not in KINDS_ASKED:
            kinds.append((row.kind, KINDS[row.kind].label))
        self.fields[f"question_{number}_text"] = forms.CharField(
            label=_("Question %(number)s") % {"number": number},
            required=False,
            max_length=300,
            initial=row.text if row else "",
        )
        self.fields[f"question_{number}_help"] = forms.CharField(
            label=_("Help"), required=False, max_length=500, initial=row.help_text if row else ""
        )
        self.fields[f"question_{number}_kind"] = forms.ChoiceField(
            label=_("Answered with"),
            required=False,
            choices=kinds,
            initial=row.kind if row else KINDS_ASKED[0],
        )
        self.fields[f"question_{number}_needed"] = forms.BooleanField(
            label=_("Has to be answered"), required=False, initial=row.is_required if row else True
        )

    @property
    def date_fields(self):
        names = ("starts_on", "ends_on", "places")
        return [
            [self[f"date_{number}_{name}"] for name in names]
            for number in range(1, self.date_rows + 1)
        ]

    @property
    def question_fields(self):
        names = ("text", "help", "kind", "needed")
        return [
            [self[f"question_{number}_{name}"] for name in names]
            for number in range(1, self.question_rows + 1)
        ]

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("apply_from"), cleaned.get("apply_until")
        if first and last and last < first:
            self.add_error("apply_until", _("This is before the first day to apply."))
        for number in range(1, self.date_rows + 1):
            self._check_date(cleaned, f"date_{number}_")
        return cleaned

    def _check_date(self, cleaned: dict, start: str) -> None:
        first, last = cleaned.get(f"{start}starts_on"), cleaned.get(f"{start}ends_on")
        if first and not last and f"{start}ends_on" not in self.errors:
            self.add_error(f"{start}ends_on", _("Say when it ends."))
        if last and not first and f"{start}starts_on" not in self.errors:
            self.add_error(f"{start}starts_on", _("Say when it begins."))
        if first and last and last < first:
            self.add_error(f"{start}ends_on", _("It cannot end before it begins."))

    def values(self) -> dict:
        names = (*self.Meta.fields, "only_divisions", "not_divisions")
        return {name: self.cleaned_data[name] for name in names}

    @cached_property
    def dates(self) -> list[dict]:
        """Rows with days; a row that was emptied goes."""
        found = self.cleaned_data
        rows = [
            {
                "row": _at(self._dates, n),
                "starts_on": found[f"date_{n}_starts_on"],
                "ends_on": found[f"date_{n}_ends_on"],
                "places": found[f"date_{n}_places"] or 1,
            }
            for n in range(1, self.date_rows + 1)
        ]
        return [row for row in rows if row["starts_on"]]

    @cached_property
    def asked(self) -> list[dict]:
        """Questions with words, in order; one that was emptied goes."""
        found = self.cleaned_data
        rows = [
            {
                "row": _at(self._questions, n),
                "text": found[f"question_{n}_text"],
                "help_text": found[f"question_{n}_help"],
                "kind": found[f"question_{n}_kind"] or KINDS_ASKED[0],
                "is_required": found[f"question_{n}_needed"],
            }
            for n in range(1, self.question_rows + 1)
        ]
        return [row for row in rows if row["text"]]


def _at(rows: list, number: int):
    return rows[number - 1] if number <= len(rows) else None


def _colleague(email: str) -> User:
    person = User.objects.members().by_email(email).first()
    if person is None:
        raise forms.ValidationError(_("Nobody here has this address."), code="unknown")
    return person
