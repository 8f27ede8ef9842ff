"""From the cells of a row to what the application form would have been sent."""

from django.utils.datastructures import MultiValueDict

from surveys.forms import QuestionnaireForm
from surveys.models import Question


def as_sent(questions: list[Question], cells: dict[str, str]) -> MultiValueDict:
    """cells: question key -> cell. What cannot be read stays as it is, for the form to refuse."""
    sent: MultiValueDict[str, str] = MultiValueDict()
    for question in questions:
        name, cell = QuestionnaireForm.name_of(question), cells.get(question.key, "").strip()
        if cell:
            for end, values in question.as_kind.sent(question, cell).items():
                sent.setlist(name + end, values)
    return sent
