"""The questions of a cycle, as its applications table reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONArray, JSONObject
from django.utils.translation import gettext_lazy

from programs.models import Cycle
from surveys.models import Answer, Choice, Question
from surveys.question_kinds import KINDS
from surveys.values import AnswerValue

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
    asked.options |= {value: str(label) for value, label, _number in row.as_kind.fixed}
    for choice in row.offered:
        asked.options.setdefault(choice["value"], choice["label"])
        asked.choice_numbers.setdefault(choice["value"], set()).add(choice["id"])


def answered(question: AskedQuestion, chosen: Iterable[str]) -> Q:
    """A condition on applications: the answer is one of these values."""
    chosen = set(chosen)
    answers = Answer.objects.filter(question__in=question.numbers)
    if KINDS[question.kind].is_fixed:
        answers = answers.filter(number__in=KINDS[question.kind].numbers_of(list(chosen)))
    else:
        numbers = {number for value in chosen for number in question.choice_numbers[value]}
        answers = answers.filter(choice__in=numbers)
    return Q(response__in=answers.values("response"))


def given_answers(questions: Iterable[AskedQuestion]) -> Subquery:
    """The answers of an application to these questions, as one column of its own row.

    Lists instead of objects, all in one JSON text: an export reads tens of thousands of them.
    """
    numbers = {number for question in questions for number in question.numbers}
    rows = Answer.objects.filter(response=OuterRef("response_id"), question__in=numbers)
    answer = JSONArray("question_id", "choice__label", "text", "number", "day", "slots")
    in_order = ["rank", "choice__position", "pk"]
    given = rows.order_by().values("response").annotate(given=JSONBAgg(answer, order_by=in_order))
    return Subquery(given.values("given"))


Given = dict[int, list[list[Any]]]


def by_question(given: list[list[Any]] | None) -> Given:
    """What `given_answers` found, by the number of the question."""
    found: Given = {}
    for answer in given or []:
        found.setdefault(answer[0], []).append(answer)
    return found


def in_words(question: AskedQuestion, given: Given) -> str:
    """What somebody answered, on one line."""
    for number in question.numbers:  # whoever applies in one role answers one of them
        if number in given:
            return ", ".join(_words(question.kind, answer) for answer in given[number])
    return ""


def in_file(question: AskedQuestion, given: Given) -> object:
    """The same for a file: days and numbers as what they are, all else in words."""
    for number in question.numbers:
        if number in given and KINDS[question.kind].is_plain_value:
            _question, _label, _text, value, day, _slots = given[number][0]
            return date.fromisoformat(day) if day else value
    return in_words(question, given)


def _words(kind: str, answer: list[Any]) -> str:
    _question, label, text, number, day, slots = answer
    if label:
        return label
    if number is not None:
        return KINDS[kind].words(AnswerValue(number=number))
    if slots:
        return KINDS[kind].words(AnswerValue(slots=tuple(slots)))
    return text or day or ""
