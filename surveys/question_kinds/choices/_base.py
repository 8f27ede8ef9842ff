"""Questions with a list of choices."""

import json
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.tables.texts import SHOWN
from surveys.question_kinds.base import Kind
from surveys.question_kinds.totals import Totals, bars

_BETWEEN = re.compile(r"^[\s;,/|·•]+")


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
        """Choices by label or value, whatever stands between them. Labels may hold a comma too, so
        the longest that fits comes first."""
        names: dict[str, str] = {}
        for choice in question.choices.all():
            names |= {_plain(choice.value): choice.value, _plain(choice.label): choice.value}
        rest, found = _BETWEEN.sub("", _plain(_listed(cell)), count=1), []
        while rest:
            name = max((name for name in names if _begins(rest, name)), key=len, default="")
            if not name:
                message = _("“%(value)s” is not one of the choices: %(labels)s.")
                labels = ", ".join(str(choice.label) for choice in question.choices.all())
                words = {"value": rest[:SHOWN], "labels": labels[:300]}
                raise ValidationError(message % words, code="unknown_choice")
            found.append(names[name])
            rest = _BETWEEN.sub("", rest[len(name) :], count=1)
        return list(dict.fromkeys(found))


def _begins(text: str, name: str) -> bool:
    """Whether a text begins with a whole choice, not with a longer word."""
    return bool(name) and text.startswith(name) and bool(_BETWEEN.match(text[len(name) :] or " "))


def _listed(cell: str) -> str:
    """A list as JSON, as some form tools write it: one choice a line."""
    try:
        items = json.loads(cell) if cell.startswith("[") else None
    except ValueError:
        return cell
    return "\n".join(map(str, items)) if isinstance(items, list) else cell


def _plain(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.casefold().splitlines()).strip()
