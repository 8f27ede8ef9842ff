"""Questionnaires from a program file. What has been answered is archived, never deleted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.programfile import schema
from programs.programfile.questions import value_of
from programs.programfile.shape import Item
from programs.programfile.store import Tally, match, put, remove, values_of
from surveys.models import Choice, Question, Questionnaire


def is_answered(question: Question) -> bool:
    return question.answers.exists() or question.anonymous_answers.exists()


def save(questionnaire: Questionnaire, items: list[Item], tally: Tally) -> None:
    """Make the questionnaire ask exactly this, in this order."""
    rows = list(questionnaire.questions.prefetch_related("choices"))
    found: dict[str, Question] = {}

    def let_go(question: Question) -> None:
        if not question.is_archived:
            archive(question, tally)

    for position, (row, item) in enumerate(
        match(rows, lambda q: q.key, items, lambda i: i["key"], let_go)
    ):
        question = row or Question(questionnaire=questionnaire)
        _refuse_other_kind(question, item)
        _refuse_more_readers(question, item)
        condition = item["asked_if"] or {}
        values = values_of(item, schema.QUESTION) | {
            "position": position,
            "is_archived": False,
            "asked_if": found.get(condition.get("question", "")),
            "asked_if_values": list(condition.get("is", [])),
        }
        put(question, values, tally)
        found[question.key] = question
        _save_choices(question, item["choices"], tally)


def archive(question: Question, tally: Tally) -> None:
    """Stop asking. Answers stay readable; a question nobody answered goes altogether."""
    if is_answered(question):
        put(question, {"is_archived": True}, Tally())
        tally.note("archived", question)
    else:
        remove(question, tally)


def _refuse_other_kind(question: Question, item: Item) -> None:
    if question.pk and question.kind != item["kind"] and is_answered(question):
        raise ValidationError(
            _(
                "Line %(line)s: “%(key)s” was answered as another kind. Give the new one another key."
            )
            % {"line": item.line_of("kind"), "key": item["key"]},
            code="answered",
        )


_FROM_FEW_TO_MANY: list[str] = [
    Question.Readers.ORGANIZERS,
    Question.Readers.REVIEWERS,
    Question.Readers.PAIR,
]


def _refuse_more_readers(question: Question, item: Item) -> None:
    """People answered knowing who reads it; afterwards it can only be fewer."""
    if not question.pk:
        return
    before, now = (_FROM_FEW_TO_MANY.index(one) for one in (question.readers, item["readers"]))
    if now > before and question.answers.exists():
        raise ValidationError(
            _(
                "“%(text)s” was answered by people who were told: %(readers)s. More people cannot "
                "read it now. Ask a new question instead."
            )
            % {"text": question.text, "readers": question.get_readers_display()},
            code="answered",
        )


def _save_choices(question: Question, items: list[Item], tally: Tally) -> None:
    rows = list(question.choices.all())

    def let_go(choice: Choice) -> None:
        if choice.is_archived:
            return
        if choice.answers.exists() or choice.anonymous_answers.exists():
            put(choice, {"is_archived": True}, Tally())
            tally.note("archived", choice)
        else:
            remove(choice, tally)

    for position, (row, item) in enumerate(match(rows, lambda c: c.value, items, value_of, let_go)):
        values = {
            "value": value_of(item),
            "label": item["label"],
            "position": position,
            "is_archived": False,
        }
        put(row or Choice(question=question), values, tally)
