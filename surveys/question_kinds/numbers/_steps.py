"""Numbers chosen from a few steps, counted step by step."""

from types import SimpleNamespace

from django import forms
from django.utils.translation import gettext_lazy

from surveys.question_kinds.numbers.number import Number, mean_of
from surveys.question_kinds.totals import Totals, bars

MOST_CHOICES = 12


class Steps(Number):
    has_steps = True
    missing = gettext_lazy("Choose an answer")
    uses = frozenset({"experience"})

    def lead_values(self, question):
        low, high = self.low_and_high(SimpleNamespace(**question))
        # A file may hold any numbers; that they do not fit is said of the scale itself.
        return [str(step) for step in range(low, high + 1)] if high - low < MOST_CHOICES else []

    def step_label(self, step: int) -> str:
        return str(step)

    def field(self, question, **common):
        low, high = self.low_and_high(question)
        return forms.TypedChoiceField(
            choices=[(str(step), self.step_label(step)) for step in range(low, high + 1)],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            **common,
        )

    def totals(self, question, counts, answered):
        numbers = {number: n for (_c, number, _r), n in counts.items() if number is not None}
        low, high = self.low_and_high(question)
        steps = [(str(step), numbers.get(step, 0)) for step in range(low, high + 1)]
        upper = low + (high - low) * 3 / 4
        agree = sum(n for number, n in numbers.items() if number >= upper)
        share = round(100 * agree / answered) if answered else None
        return Totals(answered, bars(steps, answered), mean_of(counts, answered), share)
