"""Answers to application questions and surveys, in the order of the dice."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

from mentorship.demo import words
from surveys import blanks
from surveys.models import Question
from surveys.values import DAYS, AnswerValue

Values = dict[int, Sequence[AnswerValue]]
_WORKING = tuple(f"{day}-{part}" for day in DAYS[:5] for part in range(4))


def application(questions: Iterable[Question], *, side: str, dice: random.Random) -> Values:
    """What somebody writes into the form of one side; free texts fit the chosen focus areas."""
    values: Values = {}
    focus = ""
    for question in questions:
        if question.asked_if_id:
            values[question.pk] = []
        elif question.kind == "several":
            picked = dice.sample(list(question.choices.all()), min(question.at_most or 2, 3))
            focus = picked[0].value
            values[question.pk] = [AnswerValue(choice_id=choice.pk) for choice in picked]
        elif question.has_parts:
            values[question.pk] = [_in_parts(question, dice)]
        else:
            values[question.pk] = _one(question, side, focus, dice)
    return values


def survey(questions: Iterable[Question], *, mood: int, dice: random.Random) -> Values:
    """Answers to a survey; mood from 1 to 5 is where the scales lie."""
    values: Values = {}
    for question in questions:
        if question.kind == "long_text":
            text = dice.choice(words.COMMENTS) if dice.random() < 0.6 else ""
            values[question.pk] = [AnswerValue(text=text)] if text else []
        elif question.as_kind.has_steps:
            low, high = question.as_kind.low_and_high(question)
            step = low + (high - low) * (mood - 1) // 4 + dice.choice([-1, 0, 0, 1])
            values[question.pk] = [AnswerValue(number=max(low, min(high, step)))]
        else:
            values[question.pk] = _one(question, "", "", dice)
    return values


def _one(question: Question, side: str, focus: str, dice: random.Random) -> Sequence[AnswerValue]:
    kind = question.kind
    if kind == "yes_no":
        share = 0.35 if question.pairing_use == Question.Use.ASYNC else 0.6
        yes = not question.pairing_use or dice.random() < share
        return [AnswerValue(number=int(yes))]
    if kind == "one":
        choices = list(question.choices.all())
        weights = [60, 25, 10, 5, *[3] * len(choices)][: len(choices)]
        return [AnswerValue(choice_id=dice.choices(choices, weights)[0].pk)]
    if kind == "week":
        return [
            AnswerValue(
                slots=tuple(slot for slot in _WORKING if dice.random() < 0.4) or _WORKING[:2]
            )
        ]
    if kind == "number":
        return [AnswerValue(number=question.low or 1)]
    if kind in {"text", "long_text"}:
        return [AnswerValue(text=_text(question, side, focus))]
    return []


def _in_parts(question: Question, dice: random.Random) -> AnswerValue:
    parts: Any = words.PARTS[question.kind]
    parts = dice.choice(parts) if question.kind == "blanks" else parts
    given = {str(place): text for place, text in enumerate(parts)}
    return AnswerValue(text=blanks.compose(question.pieces, given), parts=tuple(parts))


def _text(question: Question, side: str, focus: str) -> str:
    if question.pairing_use == Question.Use.GOAL_TEXT or question.key in {"goal", "topics"}:
        told = words.TOPICS if side == "mentor" else words.GOALS
        return told.get(focus) or next(iter(told.values()))
    return words.ANSWERS.get(question.key, words.ANSWER)


def check_in(questions: Iterable[Question], *, has_met: bool) -> Values:
    """Met, or not: the first choice of the first question, or the third."""
    values: Values = {question.pk: [] for question in questions}
    first = next(iter(questions))
    choices = list(first.choices.all())
    values[first.pk] = [AnswerValue(choice_id=choices[0 if has_met else 2].pk)]
    return values
