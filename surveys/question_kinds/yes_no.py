from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.question_kinds._base import Kind
from surveys.question_kinds._totals import Totals, bars
from surveys.values import AnswerValue

YES = {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si"}
NO = {"no", "n", "false", "0", "nein", "non"}


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
        word = cell.casefold().strip(" .!")
        return {"": ["yes" if word in YES else "no" if word in NO else cell]}


KIND = YesNo()
