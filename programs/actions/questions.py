"""The questions of one form: added, changed, put in order, and archived once answered."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from people.versions import Unchanged, as_it_is
from programs.models import Cycle
from programs.programfile import dumping, questions, reading, schema
from programs.programfile.saving import questionnaires
from programs.programfile.shape import Item
from programs.programfile.store import Tally
from programs.queries import public
from surveys.models import Question, Questionnaire


def items_of(form: Questionnaire) -> list[Item]:
    """What the form asks now."""
    return [reading.read_block(schema.QUESTION, plain) for plain in dumping.questions(form)]


@transaction.atomic
def put(
    cycle: Cycle,
    form: Questionnaire,
    item: Item,
    *,
    key: str | None,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> None:
    """Add a question at the end (key None), or change the one with that key."""
    items = _locked_items(form)
    if key is None:
        items.append(item)
    else:
        unchanged(form.questions.select_related("asked_if").get(key=key))
        items = [item if found["key"] == key else found for found in items]
    _save(cycle, form, items, by=by, at=at)


@transaction.atomic
def add_ready(
    cycle: Cycle, form: Questionnaire, picked: list[Item], *, by: User, at: datetime
) -> int:
    """Add questions of the library at the end; how many were not asked yet.

    A condition holds only where the question it names is asked before; else it is always asked.
    """
    items = _locked_items(form)
    have = {item["key"] for item in items}
    fresh = [item for item in picked if item["key"] not in have]
    for item in fresh:
        if item["asked_if"] and item["asked_if"]["question"] not in have:
            item["asked_if"] = None
        have.add(item["key"])
    if fresh:
        _save(cycle, form, items + fresh, by=by, at=at)
    return len(fresh)


@transaction.atomic
def move(cycle: Cycle, form: Questionnaire, key: str, *, step: int, by: User, at: datetime) -> None:
    """Up (-1) or down (1). A question stays behind the one its condition asks about."""
    items = _locked_items(form)
    place = next(i for i, item in enumerate(items) if item["key"] == key)
    target = place + step
    if 0 <= target < len(items):
        items[place], items[target] = items[target], items[place]
        _save(cycle, form, items, by=by, at=at)


@transaction.atomic
def archive(cycle: Cycle, question: Question, *, by: User, at: datetime) -> bool:
    """Stop asking. Says whether answers were kept; without any the question is deleted."""
    form = question.questionnaire
    items = _locked_items(form)
    kept = questionnaires.is_answered(question)
    leading = [
        i["text"] for i in items if i["asked_if"] and i["asked_if"]["question"] == question.key
    ]
    if leading:
        raise ValidationError(
            _("“%s” is asked only after this question. Change its condition first.") % leading[0],
            code="leads",
        )
    _save(cycle, form, [item for item in items if item["key"] != question.key], by=by, at=at)
    return kept


def _locked_items(form: Questionnaire) -> list[Item]:
    Questionnaire.objects.select_for_update().get(pk=form.pk)
    return items_of(form)


def _save(cycle: Cycle, form: Questionnaire, items: list[Item], *, by: User, at: datetime) -> None:
    problems: list[str] = []
    questions.check_form(
        items, lambda question, key, text: problems.append(f"{question['text']}: {text}")
    )
    if problems:
        raise ValidationError(problems, code="does_not_fit")
    questionnaires.save(form, items, Tally())
    audit.note("questions_changed", cycle, by=by, at=at)
    transaction.on_commit(lambda: public.forget(cycle))
