"""Questions with a list of choices."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.question_kinds._base import Kind
from surveys.question_kinds._totals import Totals, bars


class Choices(Kind):
    settings = frozenset({"choices"})
    missing = gettext_lazy("Choose an answer")

    def ids(self, question) -> dict[str, int]:
        return {choice.value: choice.pk for choice in question.choices.all()}

    def offered(self, question, chosen):
        """Choices taken off the list stay for those who chose them before."""
        return [
            (choice.value, choice.label)
            for choice in question.choices.all()
            if not choice.is_archived or choice.value in chosen
        ]

    def words(self, row):
        return row.choice.label

    def totals(self, question, counts, answered):
        counted = [(c.label, counts[c.pk, None, None]) for c in question.choices.all()]
        return Totals(answered, bars(counted, answered))

    def problem(self, question, complain):
        if len(question["choices"]) < 2:
            complain("choices", _("Give at least two choices."))

    def sent(self, question, cell):
        return {"": self.chosen_in(question, cell)}

    def chosen_in(self, question, cell) -> list[str]:
        """Choices by label or value. Labels may hold commas, so the whole cell is tried first, then
        parts between semicolons or lines, then between commas."""
        names: dict[str, str] = {}
        for choice in question.choices.all():
            names |= {_plain(choice.value): choice.value, _plain(choice.label): choice.value}
        for separator in (None, r"[;\n|]", r"[;\n|,]"):
            parts = re.split(separator, cell) if separator else [cell]
            wanted = [_plain(part) for part in parts if part.strip()]
            if all(part in names for part in wanted):
                return list(dict.fromkeys(names[part] for part in wanted))
        return [part.strip() for part in re.split(r"[;\n|]", cell) if part.strip()]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
