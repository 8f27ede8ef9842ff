from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.question_kinds.choices._base import Choices
from surveys.values import AnswerValue


class OneOf(Choices):
    name, label, icon, place = "one", _("One of"), "circle-dot", 3
    uses = frozenset({"focus"})

    def field(self, question, *, chosen=(), **common):
        return forms.ChoiceField(
            choices=self.offered(question, chosen), widget=forms.RadioSelect, **common
        )

    def rows(self, question, value):
        known = self.ids(question)
        return [AnswerValue(choice_id=known[value])] if value in known else []

    def raw(self, answers):
        return answers[0].choice.value if answers and answers[0].choice else ""


KIND = OneOf()
