"""What changed for people: the same statement before, midway and after.

Means of groups, never of a person: anonymous answers of three surveys cannot be joined. A statement
counts where its key and its scale are the same and both the first and the last mean may be shown.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from people.models import User
from programs.models import Cycle, CycleSurvey
from programs.queries.feedback import Average, SurveyAverages
from surveys import question_kinds
from surveys.models import Answer, Questionnaire
from surveys.results import LEAST_FOR_NUMBERS

SIDES = ("mentees", "mentors")
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Change:
    question: Average
    before: float
    midway: float | None
    after: float

    @property
    def by(self) -> float:
        return round(self.after - self.before, 1)


@dataclass(frozen=True)
class Paired:
    """How people who answered the same statement by name before and after have moved."""

    text: str
    rose: int
    stayed: int
    fell: int

    @property
    def people(self) -> int:
        return self.rose + self.stayed + self.fell


def change_as_values(change: Change) -> dict[str, Any]:
    """Plain values, as reports keep them and the drawing reads them."""
    question = change.question
    return {
        "question": question.text,
        "low": question.low,
        "high": question.high,
        "low_label": question.low_label,
        "high_label": question.high_label,
        "before": change.before,
        "midway": change.midway,
        "after": change.after,
        "change": change.by,
    }


def paired_changes(cycle: Cycle, *, without: QuerySet[User]) -> list[Paired]:
    """Per person, which needs their name in both surveys; nothing where either is anonymous.

    `without` leaves out people. One query, however many answered.
    """
    kinds = CycleSurvey.Kind
    to_survey = "response__invitation__survey"
    rows = (
        Answer.objects.filter(
            **{
                f"{to_survey}__cycle_survey__cycle": cycle,
                f"{to_survey}__cycle_survey__kind__in": [kinds.BASELINE, kinds.END],
                f"{to_survey}__questionnaire__mode": Questionnaire.Mode.NAMED,
            },
            response__invitation__has_answered=True,
            question__kind__in=question_kinds.named(has_steps=True),
            number__isnull=False,
        )
        .exclude(response__person__in=without)
        .values_list(
            "question__key",
            "question__text",
            "question__low",
            "question__high",
            "response__person",
            "response__invitation__group",
            F(f"{to_survey}__cycle_survey__kind"),
            "number",
        )
    )
    numbers: dict[tuple, dict[tuple, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    texts: dict[tuple, str] = {}
    for key, text, low, high, person, group, kind, number in rows:
        numbers[key, low, high][person, group][kind] = number
        texts[key, low, high] = text
    found = []
    for statement, people in numbers.items():
        moved = [
            said[kinds.END] - said[kinds.BASELINE] for said in people.values() if len(said) == 2
        ]
        if len(moved) >= LEAST_FOR_NUMBERS:
            rose, fell = sum(by > 0 for by in moved), sum(by < 0 for by in moved)
            found.append(Paired(texts[statement], rose, len(moved) - rose - fell, fell))
    return sorted(found, key=lambda one: (-one.rose, one.text))


def changes_of(feedback: list[SurveyAverages]) -> dict[str, list[Change]]:
    """By group, the largest rise first. Everybody together only where no group can be told apart."""
    by_kind = {one.planned.kind: {a.key: a for a in one.averages} for one in feedback}
    kinds = CycleSurvey.Kind
    before, midway, after = (
        by_kind.get(kind, {}) for kind in (kinds.BASELINE, kinds.MIDWAY, kinds.END)
    )
    found = {side: _of_group(side, before, midway, after) for side in SIDES}
    if not any(found.values()):
        found = {EVERYBODY: _of_group(EVERYBODY, before, midway, after)}
    return {group: changes for group, changes in found.items() if changes}


def _of_group(
    group: str, before: dict[str, Average], midway: dict[str, Average], after: dict[str, Average]
) -> list[Change]:
    changes = []
    for key, last in after.items():
        first = before.get(key)
        if first is None or (first.low, first.high) != (last.low, last.high):
            continue
        between = midway.get(key)
        then, now = getattr(first, group), getattr(last, group)
        if then is not None and now is not None:
            is_same = between is not None and (between.low, between.high) == (last.low, last.high)
            halfway = getattr(between, group) if is_same else None
            changes.append(Change(last, before=then, midway=halfway, after=now))
    return sorted(changes, key=lambda change: -change.by)
