"""`{% load surveys %}`: what comments on a question speak of, and marks on answers.

{{ themes|of_question:question.pk }}
{{ marks|marks_on:answer }}       the marks of one answer
{{ marks|toggles:answer }}        the marks it can have once, each on or off
{{ marks|narrowed:comments }}     those with the mark that is asked for
{{ marks|people_with:people }}    people of whom an answer has it
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from programs.queries.marked_answers import Marks
from programs.queries.surveys import NamedAnswers
from surveys.models import AnswerMark
from surveys.queries import ShownAnswer

register = template.Library()

_ICONS = {AnswerMark.Kind.STAR: "star", AnswerMark.Kind.QUOTE: "quote"}


@dataclass(frozen=True)
class Toggle:
    value: str
    label: str
    icon: str
    is_on: bool


@register.filter
def of_question(themes: Mapping[int, Any], number: int) -> Any:
    return themes.get(number)


@register.filter
def marks_on(marks: Marks, answer: ShownAnswer) -> list[AnswerMark]:
    return marks.of(answer)


@register.filter
def toggles(marks: Marks, answer: ShownAnswer) -> list[Toggle]:
    has = {mark.kind for mark in marks.of(answer)}
    return [Toggle(kind, str(kind.label), icon, kind in has) for kind, icon in _ICONS.items()]


@register.filter
def narrowed(marks: Marks, answers: Iterable[ShownAnswer]) -> list[ShownAnswer]:
    return marks.narrowed(answers)


@register.filter
def people_with(marks: Marks, people: Iterable[NamedAnswers]) -> list[NamedAnswers]:
    return [person for person in people if not marks.wanted or marks.narrowed(person.answers)]
