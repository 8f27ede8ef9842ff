"""What mentors and mentees say: averages of closed surveys, as far as they may be shown."""

from dataclasses import dataclass
from datetime import datetime

from programs.models import Cycle, CycleSurvey
from surveys.results import EVERYBODY, QuestionResult, Rate, results_of


@dataclass(frozen=True)
class Average:
    """One question on a scale: means of everybody and of each group big enough to show."""

    text: str
    high: int
    everybody: float
    answered: int
    mentors: float | None
    mentees: float | None


@dataclass(frozen=True)
class SurveyAverages:
    """One survey. `hidden` says why there are no averages: still "open", or "few" answers."""

    planned: CycleSurvey
    rate: Rate
    hidden: str
    averages: list[Average]


def feedback_of(cycle: Cycle, *, at: datetime) -> list[SurveyAverages]:
    """Surveys of the cycle that anybody answered. Check-ins are conversations, not feedback."""
    planned = cycle.cycle_surveys.exclude(kind=CycleSurvey.Kind.CHECK_IN)
    begun = planned.filter(survey__opens_at__lte=at).select_related("survey__questionnaire")
    found = []
    for row in begun:
        results = results_of(row.survey, at=at)
        if results.rate.answered:
            averages = [_average(one) for one in results.questions if _has_mean(one)]
            found.append(SurveyAverages(row, results.rate, results.hidden, averages))
    return found


def _has_mean(result: QuestionResult) -> bool:
    return (
        result.question.as_kind.has_steps
        and result.everybody is not None
        and result.everybody.mean is not None
    )


def _average(result: QuestionResult) -> Average:
    def mean(group: str) -> float | None:
        found = result.groups.get(group)
        return None if found is None or found.mean is None else round(found.mean, 1)

    return Average(
        text=result.question.text,
        high=result.question.high or 5,
        everybody=mean(EVERYBODY) or 0,
        answered=result.groups[EVERYBODY].answered,
        mentors=mean("mentor"),
        mentees=mean("mentee"),
    )
