import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_kinds.base import Kind
from surveys.question_kinds.totals import Totals
from surveys.values import AnswerValue

FARTHEST = 10**12


class Number(Kind):
    is_plain_value = True
    name, label, icon, place = "number", gettext_lazy("Number"), "hash", 6
    settings = frozenset({"low", "high"})
    uses = frozenset({"capacity", "experience"})

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

    def words(self, row):
        return str(row.number)

    def sent(self, question, cell):
        return {"": [re.sub(r"[.,]0+$", "", cell)]}  # spreadsheets write 3.0

    def totals(self, question, counts, answered):
        return Totals(answered, [], mean_of(counts, answered))

    def problem(self, question, complain):
        low, high = question["low"], question["high"]
        if low is not None and high is not None and low >= high:
            complain("high", _("The largest number must be above the smallest."))


def mean_of(counts, answered):
    numbers = [(number, n) for (_c, number, _r), n in counts.items() if number is not None]
    return sum(number * n for number, n in numbers) / answered if answered else None


KIND = Number()
