"""Surveys of a cycle, with answers when a test needs some."""

from datetime import UTC, datetime

from programs.models import CycleSurvey
from surveys.actions import answering
from surveys.models import Invitation, Survey
from surveys.values import AnswerValue
from tests.factories.people import UserFactory
from tests.factories.surveys import QuestionFactory, QuestionnaireFactory

OPENS = datetime(2021, 6, 1, tzinfo=UTC)
CLOSES = datetime(2021, 7, 1, tzinfo=UTC)


def make_cycle_survey(cycle, *, kind="end", mode="anonymous", audience=None, opens_at=OPENS):
    """Open during June: a scale "overall", a choice "reached" of a and b, a text "comment"."""
    questionnaire = QuestionnaireFactory(mode=mode)

    def ask(key, question_kind, **fields):
        QuestionFactory(questionnaire=questionnaire, key=key, kind=question_kind, **fields)

    ask("overall", "scale", low=1, high=5)
    ask("reached", "one", choices=["a", "b"])
    ask("comment", "long_text", is_required=False)
    survey = Survey.objects.create(
        questionnaire=questionnaire, title="How was it?", opens_at=opens_at, closes_at=CLOSES
    )
    audience = audience or ("mentees" if kind == "check_in" else "both")
    return CycleSurvey.objects.create(cycle=cycle, survey=survey, kind=kind, audience=audience)


def values_of(survey, *, overall=4, reached="a", comment=""):
    questions = {row.key: row for row in survey.questionnaire.questions.all()}
    chosen = questions["reached"].choices.get(value=reached)
    return {
        questions["overall"].pk: [AnswerValue(number=overall)],
        questions["reached"].pk: [AnswerValue(choice_id=chosen.pk)],
        questions["comment"].pk: [AnswerValue(text=comment)] if comment else [],
    }


def give_answers(survey, group, count, **answer):
    """That many new people of a group answer the same, while the survey is open."""
    for number in range(count):
        invitation = Invitation.objects.create(survey=survey, person=UserFactory(), group=group)
        said = (
            {**answer, "comment": f"{answer['comment']} {number}"}
            if "comment" in answer
            else answer
        )
        answering.answer(invitation, values_of(survey, **said), at=OPENS)


def give_number(survey, key, number, *, group="mentee", person=None):
    """One person, a new one unless named, answers this question alone."""
    invitation = Invitation.objects.create(
        survey=survey, person=person or UserFactory(), group=group
    )
    question = survey.questionnaire.questions.get(key=key)
    answering.answer(invitation, {question.pk: [AnswerValue(number=number)]}, at=OPENS)
    return invitation


def make_closed_survey(cycle):
    """Closed before June, with enough answers to be shown."""
    planned = make_cycle_survey(cycle)
    give_answers(planned.survey, "mentee", 6)
    planned.survey.closes_at = datetime(2021, 6, 10, tzinfo=UTC)
    planned.survey.save(update_fields=["closes_at"])
    return planned
