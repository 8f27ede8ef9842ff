"""What each kind of question is in a form and in a row.

`field` makes the form field; `rows` turns its cleaned value into rows; `raw` turns rows back into
what the form shows.
"""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from surveys import blanks
from surveys.forms.fields import PartsField, RankingField, WeekField
from surveys.models import Question
from surveys.values import SLOTS, AnswerValue

LONGEST = {Question.Kind.TEXT: 300, Question.Kind.LONG_TEXT: 5000}
FARTHEST = 10**12
MOST_STEPS = 10  # of a scale; beyond that a number is typed


class Words:
    """Short and long text."""

    def field(self, question, **common):
        is_long = question.kind == Question.Kind.LONG_TEXT
        field = forms.CharField(
            max_length=LONGEST[question.kind],
            widget=forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput,
            **common,
        )
        del field.widget.attrs["maxlength"]  # a browser would cut what is pasted, unseen
        return field

    def rows(self, question, value):
        return [AnswerValue(text=value)] if value else []

    def raw(self, answers):
        return answers[0].text if answers else ""


class Number:
    def field(self, question, **common):
        return forms.IntegerField(
            min_value=-FARTHEST if question.low is None else question.low,
            max_value=FARTHEST if question.high is None else question.high,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **common,
        )

    def rows(self, question, value):
        return [] if value is None else [AnswerValue(number=value)]

    def raw(self, answers):
        return str(answers[0].number) if answers and answers[0].number is not None else ""


class Scale(Number):
    def field(self, question, **common):
        low = 1 if question.low is None else question.low
        high = low + 4 if question.high is None else question.high
        if high - low > MOST_STEPS:
            return super().field(question, **common)
        steps = range(low, high + 1)
        return forms.TypedChoiceField(
            choices=[(str(step), str(step)) for step in steps],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            **common,
        )


class YesNo(Number):
    NUMBERS = {"yes": 1, "no": 0}

    def field(self, question, **common):
        return forms.ChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect(attrs={"data-look": "seg"}),
            **common,
        )

    def rows(self, question, value):
        return [AnswerValue(number=self.NUMBERS[value])] if value in self.NUMBERS else []

    def raw(self, answers):
        return {"1": "yes", "0": "no"}.get(super().raw(answers), "")


class Day:
    def field(self, question, **common):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **common)

    def rows(self, question, value):
        return [AnswerValue(day=value)] if isinstance(value, date) else []

    def raw(self, answers):
        return answers[0].day.isoformat() if answers and answers[0].day is not None else ""


class _Choices:
    def _ids(self, question) -> dict[str, int]:
        return {choice.value: choice.pk for choice in question.choices.all()}

    def _offered(self, question, chosen):
        """Choices taken off the list stay for those who chose them before."""
        return [
            (choice.value, choice.label)
            for choice in question.choices.all()
            if not choice.is_archived or choice.value in chosen
        ]


class OneOf(_Choices):
    def field(self, question, *, chosen=(), **common):
        return forms.ChoiceField(
            choices=self._offered(question, chosen), widget=forms.RadioSelect, **common
        )

    def rows(self, question, value):
        known = self._ids(question)
        return [AnswerValue(choice_id=known[value])] if value in known else []

    def raw(self, answers):
        return answers[0].choice.value if answers and answers[0].choice else ""


class _AtMost(forms.MultipleChoiceField):
    def __init__(self, *, at_most, **kwargs):
        super().__init__(**kwargs)
        self.at_most = at_most

    def validate(self, value):
        super().validate(value)
        if self.at_most and len(set(value)) > self.at_most:
            raise ValidationError(
                ngettext_lazy(
                    "Choose only one of these.", "Choose up to %(n)s of these.", self.at_most
                ),
                code="too_many",
                params={"n": self.at_most},
            )


class SeveralOf(_Choices):
    def field(self, question, *, chosen=(), **common):
        attrs = {"data-max": question.at_most} if question.at_most else {}
        return _AtMost(
            at_most=question.at_most,
            choices=self._offered(question, chosen),
            widget=forms.CheckboxSelectMultiple(attrs=attrs),
            **common,
        )

    def rows(self, question, value):
        known = self._ids(question)
        return [
            AnswerValue(choice_id=known[item]) for item in dict.fromkeys(value) if item in known
        ]

    def raw(self, answers):
        return [answer.choice.value for answer in answers if answer.choice]


class Ranking(_Choices):
    def field(self, question, *, chosen=(), **common):
        return RankingField(
            choices=self._offered(question, chosen), at_most=question.at_most, **common
        )

    def rows(self, question, value):
        known = self._ids(question)
        return [
            AnswerValue(choice_id=known[item], rank=place)
            for place, item in enumerate(value, start=1)
            if item in known
        ]

    def raw(self, answers):
        return {answer.choice.value: str(answer.rank) for answer in answers if answer.choice}


class Week:
    def field(self, question, **common):
        return WeekField(**common)

    def rows(self, question, value):
        slots = tuple(slot for slot in SLOTS if slot in set(value))
        return [AnswerValue(slots=slots)] if slots else []

    def raw(self, answers):
        return list(answers[0].slots or ()) if answers else []


class Parts:
    """Texts that make one sentence, which is kept beside them."""

    def field(self, question, **common):
        return PartsField(blanks=blanks.blanks_of(question), longest=blanks.LONGEST_PART, **common)

    def rows(self, question, value):
        if not value:
            return []
        parts = tuple(value.get(blank.key, "") for blank in blanks.blanks_of(question))
        return [AnswerValue(text=blanks.compose(question, value), parts=parts)]

    def raw(self, answers):
        given = answers[0].parts or () if answers else ()
        return {str(place): text for place, text in enumerate(given) if text}


KINDS = {
    Question.Kind.TEXT: Words(),
    Question.Kind.LONG_TEXT: Words(),
    Question.Kind.ONE: OneOf(),
    Question.Kind.SEVERAL: SeveralOf(),
    Question.Kind.SCALE: Scale(),
    Question.Kind.NUMBER: Number(),
    Question.Kind.DATE: Day(),
    Question.Kind.YES_NO: YesNo(),
    Question.Kind.RANKING: Ranking(),
    Question.Kind.WEEK: Week(),
    Question.Kind.GOAL: Parts(),
    Question.Kind.TOOL_GOAL: Parts(),
    Question.Kind.BLANKS: Parts(),
}
