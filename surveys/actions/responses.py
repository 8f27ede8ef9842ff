"""Named answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import execute_values

from surveys.models import Answer, Response
from surveys.values import AnswerValue, AnswerValues

_COLUMNS = ("choice_id", "rank", "text", "number", "day", "slots")


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


def insert(rows: Iterable[tuple[int, int, AnswerValue]]) -> None:
    """Write a great many answers to new responses: (response, question, value).

    Straight to the driver: building an object and a statement per row in Django takes five times
    as long, and a file of 10,000 applications has more than 100,000 answers.
    """
    written = (*_COLUMNS, "parts")
    table, names = Answer._meta.db_table, ", ".join(("response_id", "question_id", *written))
    statement = f"INSERT INTO {table} ({names}) VALUES %s"  # noqa: S608 names of the model only
    values = (
        (response, question, *(columns(value)[name] for name in written))
        for response, question, value in rows
    )
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, statement, values, page_size=1000)


def columns(value: AnswerValue) -> dict[str, Any]:
    """The columns of an answer's row."""
    found = {name: getattr(value, name) for name in _COLUMNS}
    found["slots"] = None if value.slots is None else list(value.slots)
    found["parts"] = None if value.parts is None else list(value.parts)
    return found
