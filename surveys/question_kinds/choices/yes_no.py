import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.tables.texts import SHOWN
from surveys.question_kinds.base import Kind
from surveys.question_kinds.totals import Totals, bars
from surveys.values import AnswerValue

_YES = """
    yes y yep yeah true t 1 x ✓ ✔ ☑ ja j oui sí si sim da да tak ano igen kyllä evet ναι はい 是 예
"""
_NO = """
    no n nope false f 0 nein non não nao nie ne nem ei nee нет hayır όχι いいえ 否 아니요
"""
YES, NO = set(_YES.split()), set(_NO.split())
_MORE_SAID = re.compile(r"\s*(?:[,;.(–—]|\s-\s).*", re.DOTALL)


class YesNo(Kind):
    name, label, icon, place = "yes_no", _("Yes or no"), "thumbs-up", 8
    uses = frozenset({"async", "experience", "career_track"})
    fixed = (("yes", _("Yes"), 1), ("no", _("No"), 0))
    missing = _("Choose an answer")

    def field(self, question, **common):
        return forms.ChoiceField(
            choices=[(value, label) for value, label, _number in self.fixed],
            widget=forms.RadioSelect(attrs={"data-look": "seg"}),
            **common,
        )

    def rows(self, question, value):
        return [AnswerValue(number=number) for number in self.numbers_of([value])]

    def raw(self, answers):
        number = answers[0].number if answers else None
        return next((value for value, _label, kept in self.fixed if kept == number), "")

    def words(self, row):
        return str(self.fixed[0 if row.number else 1][1])

    def totals(self, question, counts, answered):
        counted = [(str(label), counts[None, number, None]) for _v, label, number in self.fixed]
        return Totals(answered, bars(counted, answered))

    def sent(self, question, cell):
        """Also "Yes, once" and "No - never": the first word says it, when a sign follows."""
        word = _MORE_SAID.sub("", cell).casefold().strip(" .!")
        if word not in YES | NO:
            message = _("“%(value)s” is neither yes nor no.")
            raise ValidationError(message % {"value": cell[:SHOWN]}, code="unknown_answer")
        return {"": ["yes" if word in YES else "no"]}


KIND = YesNo()
