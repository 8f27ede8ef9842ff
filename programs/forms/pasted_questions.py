"""Several questions added at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.forms.settings import PlainLines, free_key
from programs.programfile import questions, schema
from programs.programfile.questions import value_of
from programs.programfile.shape import Item, make
from programs.rules import question_lines
from surveys.models import Questionnaire
from surveys.question_kinds import KINDS


class PastedQuestionsForm(PlainLines, forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Questions, one per line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )

    def __init__(self, *args, questionnaire: Questionnaire, **kwargs):
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        known = ", ".join(question_lines.kinds_offered())
        self.fields["lines"].help_text = _(
            "Lines that begin with a hyphen are the choices of the question above. How it is "
            "answered may follow in brackets: %(known)s. Add “optional” for one that may stay open, "
            "as in “Your goal? [long text, optional]”."
        ) % {"known": known}

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        taken = set(self.questionnaire.questions.values_list("key", flat=True))
        self.items = [self._item(pasted, taken) for pasted in question_lines.parse(text)]
        return text

    def _item(self, pasted: question_lines.PastedQuestion, taken: set[str]) -> Item:
        key = free_key(pasted.text, taken)
        taken.add(key)
        choices = [{"label": label, "value": ""} for label in pasted.choices]
        item = make(
            schema.QUESTION,
            {
                "key": key,
                "text": pasted.text,
                "kind": pasted.kind,
                "required": pasted.is_required,
                "choices": [make(schema.CHOICE, one) for one in choices],
            },
        )
        for choice in item["choices"]:
            choice["value"] = value_of(choice)
        self._check(item)
        return item

    def _check(self, item: Item) -> None:
        problems: list[str] = []
        questions.check(item, lambda _key, text: problems.append(f"{item['text']}: {text}"))
        kind = KINDS[item["kind"]]
        if self.questionnaire.is_anonymous and kind.reveals_person:
            problems.append(_("%s: an anonymous survey does not ask this.") % item["text"])
        if problems:
            raise ValidationError(problems)
