"""From the cells of a row to what the application form would have been sent."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from surveys.forms import QuestionnaireForm
from surveys.models import Question


@dataclass
class Sent:
    """What a form would have sent, and why a cell could not be read, by the question's key."""

    data: MultiValueDict = field(default_factory=MultiValueDict)
    problems: dict[str, str] = field(default_factory=dict)


def as_sent(questions: list[Question], cells: dict[str, str]) -> Sent:
    """cells: question key -> cell."""
    sent = Sent()
    for question in questions:
        cell = cells.get(question.key, "").strip()
        if not cell:
            continue
        name = QuestionnaireForm.name_of(question)
        try:
            for end, values in question.as_kind.sent(question, cell).items():
                sent.data.setlist(name + end, values)
        except ValidationError as error:
            sent.problems[question.key] = error.messages[0]
    return sent
