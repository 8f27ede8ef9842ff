from surveys.models.anonymous import AnonymousAnswer, AnonymousSheet
from surveys.models.mark import AnswerMark
from surveys.models.question import Choice, Question, Questionnaire
from surveys.models.response import Answer, Response
from surveys.models.survey import Invitation, Survey

__all__ = [
    "AnonymousAnswer",
    "AnonymousSheet",
    "Answer",
    "AnswerMark",
    "Choice",
    "Invitation",
    "Question",
    "Questionnaire",
    "Response",
    "Survey",
]
