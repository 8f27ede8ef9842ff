"""The questions of a cycle, as its applications table reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Cycle
from surveys.models import Answer, Choice, Question

Kind = Question.Kind
_SHORT: dict[str, Any] = {
    Question.Use.FOCUS: gettext_lazy("Focus areas"),
    Question.Use.ASYNC: gettext_lazy("Async"),
}


@dataclass
class AskedQuestion:
    """One question, whatever roles it is asked in: questions with the same key are one column.

    `options` are what it can be filtered by, value to label; empty for questions without choices.
    """

    key: str
    text: str
    kind: str
    pairing_use: str
    numbers: set[int] = field(default_factory=set)
    options: dict[str, str] = field(default_factory=dict)
    choice_numbers: dict[str, set[int]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Short where we know what it is about; else the question itself."""
        return str(_SHORT.get(self.pairing_use, self.text))

    @property
    def stands_first(self) -> bool:
        return self.pairing_use in _SHORT


def asked_in(cycle: Cycle) -> list[AskedQuestion]:
    """What the applications of a cycle are asked, in order: one query for any number of roles."""
    choices = Choice.objects.filter(question=OuterRef("pk")).order_by("position", "pk")
    rows = (
        Question.objects.asked()
        .filter(questionnaire__role__cycle=cycle)
        .annotate(
            offered=ArraySubquery(
                choices.values(offer=JSONObject(id="pk", value="value", label="label"))
            )
        )
        .order_by("questionnaire__role__position", "position", "pk")
    )
    found: dict[str, AskedQuestion] = {}
    for row in rows:
        asked = found.setdefault(
            row.key, AskedQuestion(row.key, row.text, row.kind, row.pairing_use)
        )
        asked.numbers.add(row.pk)
        _add_options(asked, row)
    return list(found.values())


def _add_options(asked: AskedQuestion, row: Any) -> None:
    if row.kind == Kind.YES_NO:
        asked.options = {"yes": _("Yes"), "no": _("No")}
    for choice in row.offered:
        asked.options.setdefault(choice["value"], choice["label"])
        asked.choice_numbers.setdefault(choice["value"], set()).add(choice["id"])


def answered(question: AskedQuestion, chosen: Iterable[str]) -> Q:
    """A condition on applications: the answer is one of these values."""
    chosen = set(chosen)
    answers = Answer.objects.filter(question__in=question.numbers)
    if question.kind == Kind.YES_NO:
        answers = answers.filter(number__in=[int(one == "yes") for one in chosen])
    else:
        numbers = {number for value in chosen for number in question.choice_numbers[value]}
        answers = answers.filter(choice__in=numbers)
    return Q(response__in=answers.values("response"))


def given_answers(questions: Iterable[AskedQuestion]) -> ArraySubquery:
    """The answers of an application to these questions, as a column of its own row."""
    numbers = {number for question in questions for number in question.numbers}
    rows = Answer.objects.filter(response=OuterRef("response_id"), question__in=numbers)
    return ArraySubquery(
        rows.order_by("rank", "choice__position", "pk").values(
            given=JSONObject(
                question="question_id",
                label="choice__label",
                text="text",
                number="number",
                day="day",
                slots="slots",
            )
        )
    )


def in_words(question: AskedQuestion, given: list[dict]) -> str:
    """What somebody answered, on one line."""
    return ", ".join(
        _words(question.kind, answer) for answer in given if answer["question"] in question.numbers
    )


def _words(kind: str, answer: dict) -> str:
    if answer["label"]:
        return answer["label"]
    if answer["number"] is not None:
        if kind == Kind.YES_NO:
            return _("Yes") if answer["number"] else _("No")
        return str(answer["number"])
    if answer["slots"]:
        return ", ".join(answer["slots"])
    return answer["text"] or answer["day"] or ""
