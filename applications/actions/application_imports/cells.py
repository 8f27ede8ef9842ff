"""From the cells of a row to what the application form would have been sent."""

import re

from django.utils.datastructures import MultiValueDict

from surveys.forms import QuestionnaireForm
from surveys.models import Question
from surveys.values import SLOTS

YES = {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si"}
NO = {"no", "n", "false", "0", "nein", "non"}
Kind = Question.Kind


def as_sent(questions: list[Question], cells: dict[str, str]) -> MultiValueDict:
    """cells: question key -> cell. What cannot be read stays as it is, for the form to refuse."""
    sent: MultiValueDict[str, str] = MultiValueDict()
    for question in questions:
        name, cell = QuestionnaireForm.name_of(question), cells.get(question.key, "").strip()
        if not cell:
            continue
        if question.kind == Kind.RANKING:
            for place, value in enumerate(_choices(question, cell), start=1):
                sent[f"{name}-{value}"] = str(place)
        elif question.has_parts:  # one line each, in the order the question asks for them
            for place, part in enumerate(re.split(r"\s*[\n|]\s*", cell)):
                sent[f"{name}-{place}"] = part
        else:
            sent.setlist(name, _values(question, cell))
    return sent


def _values(question: Question, cell: str) -> list[str]:
    if question.kind == Kind.YES_NO:
        word = cell.casefold().strip(" .!")
        return ["yes" if word in YES else "no" if word in NO else cell]
    if question.kind in {Kind.ONE, Kind.SEVERAL}:
        return _choices(question, cell)
    if question.kind == Kind.WEEK:
        return [part for part in re.split(r"[,;\s]+", cell.casefold()) if part in SLOTS] or [cell]
    return [cell]


def _choices(question: Question, cell: str) -> list[str]:
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
