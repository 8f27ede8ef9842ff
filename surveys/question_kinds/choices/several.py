from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from surveys.question_kinds.choices._base import Choices
from surveys.values import AnswerValue


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


class SeveralOf(Choices):
    name, label, icon, place = "several", gettext_lazy("Several of"), "square-check", 4
    settings = frozenset({"choices", "at_most"})
    uses = frozenset({"focus", "languages"})

    def field(self, question, *, chosen=(), **common):
        attrs = {"data-max": question.at_most} if question.at_most else {}
        return _AtMost(
            at_most=question.at_most,
            choices=self.offered(question, chosen),
            widget=forms.CheckboxSelectMultiple(attrs=attrs),
            **common,
        )

    def rows(self, question, value):
        known = self.ids(question)
        return [
            AnswerValue(choice_id=known[item]) for item in dict.fromkeys(value) if item in known
        ]

    def raw(self, answers):
        return [answer.choice.value for answer in answers if answer.choice]

    def problem(self, question, complain):
        super().problem(question, complain)
        if question["at_most"] == 0:
            complain("at_most", _("Allow at least one choice."))


KIND = SeveralOf()
