"""A goal put together from its answers, by the same sentences as the questions of an application."""

from pairs.models import Goal
from surveys import blanks
from surveys.models import Question
from surveys.question_kinds import KINDS

_QUESTION = {Goal.Kind.SIX: "goal", Goal.Kind.TOOL: "tool_goal"}


def compose(goal: Goal) -> str:
    """Empty as long as nothing is answered."""
    given = {str(place): getattr(goal, name) for place, name in enumerate(goal.asked)}
    return blanks.compose(KINDS[_QUESTION[Goal.Kind(goal.kind)]].pieces(Question()), given)
