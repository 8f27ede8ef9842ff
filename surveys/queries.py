"""Questions and answers shaped for pages: constant queries, however many responses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from people.models import User
from surveys.models import Answer, AnswerMark, Invitation, Question, Questionnaire, Response, Survey
from surveys.week import in_words, stretches


def questions_of(questionnaire: Questionnaire | int | None) -> list[Question]:
    """What a questionnaire asks now, in order, with its choices: two queries."""
    if questionnaire is None:
        return []
    asked = Question.objects.asked().filter(questionnaire=questionnaire)
    return list(asked.prefetch_related("choices"))


def minutes_for(questions: Iterable[Question]) -> int:
    """How long it takes, roughly: a minute for a text, a quarter of it for anything to choose."""
    quarters = sum(4 if question.kind == "long_text" else 1 for question in questions)
    return max(1, round(quarters / 4))


def answers_for_form(response: Response | None) -> list[Answer]:
    """The saved rows of one response, as `QuestionnaireForm(answers=...)` takes them."""
    if response is None:
        return []
    rows = Answer.objects.filter(response=response).select_related("choice")
    return list(rows.order_by("rank", "choice__position", "pk"))


@dataclass(frozen=True)
class ShownAnswer:
    """One question and what somebody answered, ready to print.

    `text` holds free words, a number or a day; `choices` labels (in order for a ranking);
    `slots` the times of a week and `times` the same in words. All empty: left open.
    """

    question: Question
    text: str = ""
    choices: tuple[str, ...] = ()
    key: str = field(default="", compare=False)  # of the row of a text, for its marks
    values: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.choices or self.slots)

    @property
    def words(self) -> str:
        """In one line, for tables and exports."""
        return self.text or ", ".join(self.choices) or "; ".join(self.times)

    @property
    def times(self) -> list[str]:
        return in_words(self.slots)

    @property
    def half_hours(self) -> list[str]:
        """What a table of parts of days cannot show."""
        return stretches(self.slots)


def answers_of(responses: Iterable[Response]) -> dict[int, list[ShownAnswer]]:
    """By response number: every question asked now, and archived ones that were answered.

    Two queries for any number of responses.
    """
    responses = list(responses)
    rows: dict[tuple[int, int], list[Answer]] = {}
    answers = Answer.objects.filter(response__in=responses).select_related("choice")
    for row in answers.order_by("rank", "choice__position", "pk"):
        rows.setdefault((row.response_id, row.question_id), []).append(row)
    questions: dict[int, list[Question]] = {}
    wanted = {response.questionnaire_id for response in responses}
    for question in Question.objects.filter(questionnaire__in=wanted):
        questions.setdefault(question.questionnaire_id, []).append(question)
    return {
        response.pk: [
            shown(question, rows.get((response.pk, question.pk), []))
            for question in questions.get(response.questionnaire_id, [])
            if not question.is_archived or (response.pk, question.pk) in rows
        ]
        for response in responses
    }


def shown(question: Question, rows: list) -> ShownAnswer:
    """One answer's rows (named or anonymous, choices loaded) in words."""
    if not rows:
        return ShownAnswer(question)
    chosen = [row.choice for row in rows if row.choice is not None]
    if chosen:
        labels = tuple(choice.label for choice in chosen)
        return ShownAnswer(question, choices=labels, values=tuple(c.value for c in chosen))
    row = rows[0]
    if getattr(row, "slots", None):
        return ShownAnswer(question, slots=tuple(row.slots))
    return ShownAnswer(question, text=question.as_kind.words(row), key=str(row.pk))


def marks_of(survey: Survey) -> dict[str, list[AnswerMark]]:
    """By the key of the answer; one query."""
    if survey.questionnaire.is_anonymous:
        of_survey, column = Q(anonymous_answer__sheet__survey=survey), "anonymous_answer_id"
    else:
        of_survey, column = Q(answer__response__invitation__survey=survey), "answer_id"
    found: dict[str, list[AnswerMark]] = defaultdict(list)
    for mark in AnswerMark.objects.filter(of_survey):
        found[str(getattr(mark, column))].append(mark)
    return dict(found)


def invitations_open_to(person: User, at: datetime) -> QuerySet[Invitation]:
    """What waits for this person's answer, what closes first before the rest."""
    open_now = Q(survey__closes_at__isnull=True) | Q(survey__closes_at__gt=at)
    return (
        Invitation.objects.filter(open_now, person=person, survey__opens_at__lte=at)
        .filter(has_answered=False)
        .select_related("survey")
        .order_by("survey__closes_at", "pk")
    )
