"""Named answers."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from surveys.models import Answer, Response
from surveys.values import AnswerValue, AnswerValues


@transaction.atomic
def save_answers(response: Response, values: AnswerValues, *, at: datetime) -> Response:
    """Replace the answers to exactly the questions named in `values`; others stay as they are.

    Locks the response, so that of two saves at once the later one holds as a whole.
    """
    locked = Response.objects.select_for_update().get(pk=response.pk)
    Answer.objects.filter(response=locked, question__in=list(values)).delete()
    Answer.objects.bulk_create(
        Answer(response=locked, question_id=question, **columns(value))
        for question, rows in values.items()
        for value in rows
    )
    locked.saved_at = at
    locked.save(update_fields=["saved_at"])
    return locked


def columns(value: AnswerValue) -> dict[str, Any]:
    """The columns of an answer's row."""
    found = asdict(value)
    found["slots"] = None if value.slots is None else list(value.slots)
    return found
