"""What a survey found, and what of it may be shown.

Anonymous answers are shown only once the survey has closed, so that nobody can tell the latest
answer by looking twice; as totals from 5 answers on, by group only when every group has as many
(else a total and one group would give the other away), free text from 10 on and without a group.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q

from surveys import question_kinds
from surveys.models import AnonymousAnswer, Answer, Invitation, Question, Survey
from surveys.queries import ShownAnswer, shown
from surveys.question_kinds.totals import Totals

LEAST_FOR_NUMBERS, LEAST_FOR_TEXTS = 5, 10
EVERYBODY = "all"


@dataclass(frozen=True)
class Rate:
    """How many were asked and how many answered; shares in percent."""

    invited: int
    answered: int
    by_group: dict[str, tuple[int, int]]

    @property
    def percent(self) -> int | None:
        return round(100 * self.answered / self.invited) if self.invited else None


@dataclass(frozen=True)
class QuestionResult:
    question: Question
    groups: dict[str, Totals] = field(default_factory=dict)
    comments: list[ShownAnswer] = field(default_factory=list)
    text_count: int = 0

    @property
    def texts(self) -> list[str]:
        return [comment.text for comment in self.comments]

    @property
    def is_text(self) -> bool:
        return self.question.as_kind.is_text

    @property
    def everybody(self) -> Totals | None:
        return self.groups.get(EVERYBODY)


@dataclass(frozen=True)
class Results:
    """`hidden` is "open" or "few" while nothing may be shown, else empty."""

    survey: Survey
    rate: Rate
    groups: list[str]
    questions: list[QuestionResult]
    hidden: str = ""


def rate_of(survey: Survey, *, without: Q | None = None) -> Rate:
    """Counts only: who has answered is nobody's business."""
    return rates_of([survey], without=without)[survey.pk]


def rates_of(surveys: list[Survey], *, without: Q | None = None) -> dict[int, Rate]:
    """The same for many surveys with one query; `without` leaves out some of the invited."""
    rows = (
        Invitation.objects.filter(survey__in=surveys)
        .exclude(without or Q(pk__in=[]))
        .values("survey", "group", "has_answered")
        .annotate(n=Count("pk"))
    )
    asked: dict[int, Counter] = defaultdict(Counter)
    done: dict[int, Counter] = defaultdict(Counter)
    for row in rows:
        asked[row["survey"]][row["group"]] += row["n"]
        if row["has_answered"]:
            done[row["survey"]][row["group"]] += row["n"]
    return {
        survey.pk: Rate(
            asked[survey.pk].total(),
            done[survey.pk].total(),
            {group: (n, done[survey.pk][group]) for group, n in asked[survey.pk].items()},
        )
        for survey in surveys
    }


def results_of(survey: Survey, *, at: datetime, without: Q | None = None) -> Results:
    """Totals of a survey as far as they may be shown; a constant number of queries.

    `without` is a condition on invitations, whose people do not count. It concerns named surveys
    alone: of an anonymous one nobody knows whose an answer is, and totals that differ by reader
    would tell.
    """
    is_anonymous = survey.questionnaire.is_anonymous
    without = None if is_anonymous else without
    rate = rate_of(survey, without=without)
    least = max(LEAST_FOR_NUMBERS, survey.smallest_group_for_numbers) if is_anonymous else 1
    if is_anonymous and not survey.is_over(at):
        return Results(survey, rate, [], [], hidden="open")
    if rate.answered < least:
        return Results(survey, rate, [], [], hidden="few")
    groups = [group for group in Invitation.Group.values if group in rate.by_group]
    may_split = len(groups) > 1 and all(rate.by_group[group][1] >= least for group in groups)
    tally = _Tally(survey, least, groups if may_split else [], without)
    return Results(survey, rate, tally.groups, tally.questions())


class _Tally:
    """Counts answers per question, group and value, then leaves out what is too small."""

    def __init__(self, survey: Survey, least: int, groups: list[str], without: Q | None):
        self.survey, self.least, self.groups = survey, least, groups
        self.invitations = Invitation.objects.filter(survey=survey).exclude(without or Q(pk__in=[]))
        self.is_anonymous = survey.questionnaire.is_anonymous
        self.counts: dict[tuple[int, str], Counter] = defaultdict(Counter)
        self.answered: Counter = Counter()
        whose = "sheet" if self.is_anonymous else "response"
        per_value = ("question", "choice", "number", "rank", "in_group")
        for row in self._rows().values(*per_value).annotate(n=Count("pk")):
            value = (row["choice"], row["number"], row["rank"])
            for group in (row["in_group"], EVERYBODY):
                self.counts[row["question"], group][value] += row["n"]
        people = self._rows().values("question", "in_group").annotate(n=Count(whose, distinct=True))
        for row in people:
            for group in (row["in_group"], EVERYBODY):
                self.answered[row["question"], group] += row["n"]

    def _rows(self):
        if self.is_anonymous:
            sheets = AnonymousAnswer.objects.filter(sheet__survey=self.survey)
            return sheets.annotate(in_group=F("sheet__group"))
        sent = self.invitations.filter(has_answered=True)
        rows = Answer.objects.filter(response__invitation__in=sent)
        return rows.annotate(in_group=F("response__invitation__group"))

    def questions(self) -> list[QuestionResult]:
        comments = self._comments()
        asked = Question.objects.filter(questionnaire=self.survey.questionnaire_id)
        return [
            QuestionResult(
                question,
                groups={} if question.as_kind.is_text else self._groups(question),
                comments=comments.get(question.pk, []),
                text_count=self.answered[question.pk, EVERYBODY],
            )
            for question in asked.prefetch_related("choices")
            if not question.is_archived or self.answered[question.pk, EVERYBODY]
        ]

    def _comments(self) -> dict[int, list[ShownAnswer]]:
        """Ordered by a random key, never by who wrote first."""
        least = LEAST_FOR_TEXTS if self.is_anonymous else 1
        least = max(least, self.survey.smallest_group_for_texts if self.is_anonymous else 1)
        rows = (
            self._rows()
            .filter(question__kind__in=question_kinds.named(is_text=True))
            .select_related("question")
        )
        found: dict[int, list[ShownAnswer]] = defaultdict(list)
        for row in rows.order_by("pk"):
            found[row.question_id].append(shown(row.question, [row]))
        return {question: said for question, said in found.items() if len(said) >= least}

    def _groups(self, question: Question) -> dict[str, Totals]:
        enough = {
            group
            for group in [*self.groups, EVERYBODY]
            if self.answered[question.pk, group] >= self.least
        }
        if EVERYBODY not in enough:
            return {}
        may_split = self.groups and enough >= set(self.groups)
        wanted = [EVERYBODY, *(self.groups if may_split else [])]
        return {group: self._result(question, group) for group in wanted}

    def _result(self, question: Question, group: str) -> Totals:
        counts = self.counts[question.pk, group]
        return question.as_kind.totals(question, counts, self.answered[question.pk, group])
