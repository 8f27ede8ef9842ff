"""One question of a form, as the question builder edits it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.versions import KeepsBoth
from programs.forms.settings import PlainLines, free_key
from programs.programfile import questions, schema
from programs.programfile.shape import Item, make
from surveys.models import Question
from surveys.question_kinds import KINDS

SEPARATOR = ","
# What a kind of question has no use for is not kept.
_EMPTY: dict[str, Any] = {"choices": [], "at_most": None, "low": None, "high": None, "sentence": ""}


class QuestionForm(KeepsBoth, PlainLines, forms.ModelForm):
    choices = forms.CharField(
        label=_("Choices, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Change a line to rename a choice: what people chose stays with it."),
    )
    leading = forms.ChoiceField(label=_("Ask only after"), required=False)
    leading_values = forms.CharField(
        label=_("was answered with"),
        required=False,
        max_length=500,
        help_text=_("Yes or no, choices, or steps of a scale, separated by commas."),
    )

    class Meta:
        model = Question
        fields = [
            "text", "kind", "section", "help_text", "is_required", "at_most", "low", "high",
            "low_label", "high_label", "sentence", "readers", "pairing_use",
        ]  # fmt: skip
        labels = {
            "text": _("Question"), "kind": _("Kind"), "section": _("Under the heading"),
            "help_text": _("Help"), "is_required": _("Has to be answered"), "at_most": _("At most"),
            "low": _("Smallest number"), "high": _("Largest number"),
            "low_label": _("The smallest means"), "high_label": _("The largest means"),
            "sentence": _("The sentence with its blanks"),
            "readers": _("Who may see the answers"), "pairing_use": _("Pairing reads it as"),
        }  # fmt: skip
        help_texts = {
            "at_most": "",
            "sentence": _(
                "For a sentence with blanks: put each in brackets. “I'm a mentor because I care "
                "about [a value]. [a value] drives me to be a mentor because [your why].”"
            ),
            "pairing_use": _("Left empty, pairing never sees the answers."),
        }

    def __init__(self, *args, others: list[Item], is_application: bool, **kwargs):
        # Several are open on one page, and each has its own ids.
        number = kwargs["instance"].pk or "new"
        super().__init__(*args, auto_id=f"id_question-{number}-%s", **kwargs)
        self.others = others
        leads = [item for item in others if KINDS[item["kind"]].can_lead]
        self.fields["leading"].choices = [("", _("Always ask"))] + [
            (item["key"], item["text"]) for item in leads
        ]
        if not is_application:
            del self.fields["pairing_use"], self.fields["readers"]
        question = self.instance
        if question.pk:
            shown = [c for c in question.choices.all() if not c.is_archived]
            self.old_choices = [(choice.value, choice.label) for choice in shown]
            self.initial["choices"] = "\n".join(choice.label for choice in shown)
            if question.asked_if:
                self.initial["leading"] = question.asked_if.key
                self.initial["leading_values"] = self._labels_of(question, question.asked_if)
        else:
            self.old_choices = []

    def of_kind(self) -> list[tuple[forms.BoundField, str]]:
        """Fields that mean something for some kinds only, with the names of these."""
        meant = {
            "choices": [kind.name for kind in KINDS.values() if kind.has_choices],
            "low_label": [kind.name for kind in KINDS.values() if kind.has_steps],
            "high_label": [kind.name for kind in KINDS.values() if kind.has_steps],
            "pairing_use": [kind.name for kind in KINDS.values() if kind.uses],
        } | {
            name: [kind.name for kind in KINDS.values() if name in kind.settings]
            for name in ("at_most", "low", "high", "sentence")
        }
        return [(self[name], " ".join(meant[name])) for name in self.fields if name in meant]

    def current_of(self, row):
        shown = [choice.label for choice in row.choices.all() if not choice.is_archived]
        return {
            **super().current_of(row),
            "choices": "\n".join(shown),
            "leading": row.asked_if.key if row.asked_if else "",
            "leading_values": self._labels_of(row, row.asked_if) if row.asked_if else "",
        }

    def _labels_of(self, question: Question, leading: Question) -> str:
        names = {c.value: c.label for c in leading.choices.all()}
        return ", ".join(names.get(value, value) for value in question.asked_if_values)

    def clean(self):
        found = super().clean()
        if not self.errors:
            self.item = self._item()
            names = {"pairing": "pairing_use", "asked_if": "leading_values"}

            def complain(key: str, text: str) -> None:
                self.add_error(names.get(key, key), text)

            questions.check(self.item, complain)
            condition = self.item["asked_if"]
            if condition:
                leading = next(i for i in self.others if i["key"] == condition["question"])
                problem = questions.condition_problem(leading, condition["is"])
                if problem:
                    self.add_error("leading_values", problem)
        return found

    def _item(self) -> Item:
        found = self.cleaned_data
        values = {
            k.name: found[k.attribute] for k in schema.QUESTION.columns if k.attribute in found
        }
        values |= {"key": self._key(), "choices": self._choices(), "asked_if": self._condition()}
        meant = KINDS[found["kind"]].settings
        values |= {name: empty for name, empty in _EMPTY.items() if name not in meant}
        return make(schema.QUESTION, values)

    def _key(self) -> str:
        if self.instance.key:
            return self.instance.key
        taken = {item["key"] for item in self.others}
        taken |= set(self.instance.questionnaire.questions.values_list("key", flat=True))
        return free_key(self.cleaned_data["text"], taken)

    def _choices(self) -> list[Item]:
        """Lines keep the value of the choice of that name; changed lines that of the one they replace."""
        labels = [line.strip()[:150] for line in self.cleaned_data["choices"].split("\n")]
        labels = [label for label in labels if label]
        named = {label: value for value, label in self.old_choices}
        gone = [value for value, label in self.old_choices if label not in labels]
        fresh = [label for label in labels if label not in named]
        if len(gone) == len(fresh):
            named |= dict(zip(fresh, gone, strict=True))
        used = set(named.values())
        items = []
        for label in labels:
            value = named.get(label) or free_key(label, used)
            used.add(value)
            items.append(make(schema.CHOICE, {"label": label, "value": value}))
        return items

    def _condition(self) -> Item | None:
        key = self.cleaned_data["leading"]
        if not key:
            return None
        leading = next(item for item in self.others if item["key"] == key)
        values = {c["label"].lower(): questions.value_of(c) for c in leading["choices"]}
        typed = [v.strip() for v in self.cleaned_data["leading_values"].split(SEPARATOR)]
        named = [values.get(v.lower(), v.lower()) for v in typed if v]
        return make(schema.CONDITION, {"question": key, "is": named})
