"""Surveys of a cycle as organizers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from people.models import User
from programs.models import Cycle, CycleSurvey
from programs.permissions import conflicts_of
from surveys.models import Invitation, Response
from surveys.queries import ShownAnswer, answers_of
from surveys.results import Rate, rates_of

# Share of mentees who answered in the cycle that taught the organizers to ask better.
BASELINE_PERCENT = 17


@dataclass(frozen=True)
class Row:
    planned: CycleSurvey
    rate: Rate
    opens_on: date
    closes_on: date | None
    state: str  # planned, open, closed


@dataclass(frozen=True)
class NamedAnswers:
    """One person's answers to a survey that is answered by name."""

    invitation: Invitation
    answers: list[ShownAnswer]


def survey_rows(cycle: Cycle, *, at: datetime) -> list[Row]:
    """All planned surveys with how many answered: two queries."""
    planned = list(cycle.cycle_surveys.select_related("survey__questionnaire"))
    rates = rates_of([row.survey for row in planned])
    return [row_of(cycle, row, rates[row.survey_id], at=at) for row in planned]


def row_of(cycle: Cycle, planned: CycleSurvey, rate: Rate, *, at: datetime) -> Row:
    survey = planned.survey
    state = "closed" if survey.is_over(at) else "open" if survey.is_open(at) else "planned"
    closes_on = cycle.day(survey.last_minute) if survey.closes_at else None
    return Row(planned, rate, cycle.day(survey.opens_at), closes_on, state)


def named_answers(planned: CycleSurvey, viewer: User) -> list[NamedAnswers]:
    """Who answered what, by name of the person; only for surveys that are not anonymous. Nobody
    reads here what their own partner, manager or report said, or themselves."""
    if planned.survey.questionnaire.is_anonymous:
        return []
    answered = planned.survey.invitations.filter(response__isnull=False, has_answered=True)
    answered = answered.exclude(conflicts_of(viewer))
    invitations = list(
        answered.select_related("person", "response").order_by("person__sort_name", "pk")
    )
    responses: list[Response] = [row.response for row in invitations if row.response is not None]
    shown = answers_of(responses)
    return [
        NamedAnswers(row, [a for a in shown[row.response_id] if not a.is_empty])
        for row in invitations
        if row.response_id is not None
    ]
