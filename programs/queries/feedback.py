"""What mentors and mentees say: averages of closed surveys, as far as they may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F

from programs.models import Cycle, CycleSurvey
from surveys import question_kinds
from surveys.models import AnonymousAnswer, Answer
from surveys.question_kinds.totals import Bar
from surveys.results import EVERYBODY, LEAST_FOR_NUMBERS, QuestionResult, Rate, rates_of, results_of

OVERALL = "overall"  # the key of the question that every end survey of the catalog asks


@dataclass(frozen=True)
class Average:
    """One question on a scale: means of everybody and of each group big enough to show."""

    number: int  # of the question
    key: str
    text: str
    low: int
    high: int
    low_label: str
    high_label: str
    everybody: float
    mentors: float | None
    mentees: float | None


@dataclass(frozen=True)
class Shares:
    """One question with choices, and how many chose what."""

    number: int  # of the question
    text: str
    answered: int
    bars: list[Bar]


@dataclass(frozen=True)
class SurveyAverages:
    """One survey. `hidden` says why there are no averages: still "open", or "few" answers."""

    planned: CycleSurvey
    rate: Rate
    hidden: str
    averages: list[Average]
    shares: list[Shares]


@dataclass(frozen=True)
class Overall:
    """How good the program was, as those say who answered its end survey."""

    mean: float
    answered: int


def feedback_of(cycle: Cycle, *, at: datetime) -> list[SurveyAverages]:
    """Surveys of the cycle that anybody answered. Check-ins are conversations, not feedback."""
    planned = cycle.cycle_surveys.exclude(kind=CycleSurvey.Kind.CHECK_IN)
    begun = planned.filter(survey__opens_at__lte=at).select_related("survey__questionnaire")
    found = []
    for row in begun:
        results = results_of(row.survey, at=at)
        if results.rate.answered:
            enough = [one for one in results.questions if _has_enough(one)]
            found.append(
                SurveyAverages(
                    row,
                    results.rate,
                    results.hidden or ("few" if results.rate.answered < LEAST_FOR_NUMBERS else ""),
                    averages=[_average(one) for one in enough if _has_mean(one)],
                    shares=[_shares(one) for one in enough if _has_shares(one)],
                )
            )
    return found


def overall_of_each(cycles: Iterable[Cycle], *, at: datetime) -> dict[int, Overall]:
    """The mean of the question `OVERALL` of closed end surveys, by the number of the cycle, where
    enough people answered it. Two queries for any number of cycles."""
    cycles = list(cycles)
    kinds = [kind.name for kind in question_kinds.KINDS.values() if kind.has_steps]
    found: dict[int, Overall] = {}
    for model, to_survey, is_sent in (
        (AnonymousAnswer, "sheet__survey", {}),
        (Answer, "response__invitation__survey", {"response__invitation__has_answered": True}),
    ):
        planned = f"{to_survey}__cycle_survey"
        rows = model._default_manager.filter(
            **{
                "question__key": OVERALL,
                "question__kind__in": kinds,
                f"{planned}__kind": CycleSurvey.Kind.END,
                f"{planned}__cycle__in": cycles,
                f"{to_survey}__closes_at__lte": at,
                **is_sent,
            }
        )
        counted = rows.values(
            of=F(f"{planned}__cycle"), least=F(f"{to_survey}__smallest_group_for_numbers")
        ).annotate(mean=Avg("number"), answered=Count("pk"))
        for row in counted:
            if row["answered"] >= max(LEAST_FOR_NUMBERS, row["least"]):
                found[row["of"]] = Overall(round(row["mean"], 1), row["answered"])
    return found


def end_rates_of_each(cycles: Iterable[Cycle], *, at: datetime) -> dict[int, Rate]:
    """How many answered the end survey once it has closed, by the number of the cycle; two queries."""
    planned = CycleSurvey.objects.filter(
        cycle__in=list(cycles), kind=CycleSurvey.Kind.END, survey__closes_at__lte=at
    ).select_related("survey")
    by_survey = {row.survey_id: row for row in planned}
    rates = rates_of([row.survey for row in by_survey.values()])
    return {row.cycle_id: rates[survey] for survey, row in by_survey.items()}


def _has_enough(result: QuestionResult) -> bool:
    """A report goes to people who do not know the answers, so it is as careful with names as without."""
    return result.everybody is not None and result.everybody.answered >= LEAST_FOR_NUMBERS


def _has_shares(result: QuestionResult) -> bool:
    return result.question.as_kind.has_choices or result.question.as_kind.is_fixed


def _has_mean(result: QuestionResult) -> bool:
    return (
        result.question.as_kind.has_steps
        and result.everybody is not None
        and result.everybody.mean is not None
    )


def _average(result: QuestionResult) -> Average:
    sides = [result.groups.get(side) for side in ("mentor", "mentee")]
    may_split = all(side and side.answered >= LEAST_FOR_NUMBERS for side in sides)

    def mean(group: str) -> float | None:
        found = result.groups.get(group)
        return None if found is None or found.mean is None else round(found.mean, 1)

    question = result.question
    low, high = question.as_kind.low_and_high(question)
    return Average(
        number=question.pk,
        key=question.key,
        text=question.text,
        low=low,
        high=high,
        low_label=question.low_label,
        high_label=question.high_label,
        everybody=mean(EVERYBODY) or 0,
        mentors=mean("mentor") if may_split else None,
        mentees=mean("mentee") if may_split else None,
    )


def _shares(result: QuestionResult) -> Shares:
    totals = result.groups[EVERYBODY]
    return Shares(result.question.pk, result.question.text, totals.answered, totals.bars)
