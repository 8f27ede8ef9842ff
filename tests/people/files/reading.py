"""A file of people, and what is read out of it."""

from datetime import UTC, date, datetime

import pytest

from people.actions.imports import columns, loading
from people.actions.imports.loading import StoppedError
from people.models import User
from people.tables.reading import read_table
from people.tables.records import Choices

AT = datetime(2021, 11, 27, 9, tzinfo=UTC)
AS_OF = date(2021, 11, 27)
HEAD = "Personnel number;Name;E-mail;Division;Start date;Location;Time zone"
GOOD = "1;Test Person;ann@example.org;Sales;2021-06-07;Berlin;Europe/Berlin"


def load(content, *, on_error="stop", **choices):
    content = content.encode() if isinstance(content, str) else content
    chosen = Choices(**choices)
    table = read_table(content, chosen, knows=columns.is_known)
    return loading.load(
        table,
        columns.default_mapping(table),
        chosen,
        as_of=AS_OF,
        on_error=on_error,
        at=AT,
        by=None,
        source="test:1",
    )


def only():
    return User.objects.get()


def lines(*rows, end="\r\n"):
    return end.join([*rows, ""])


def why(content, **choices):
    """Why the rows of a file are refused: line, column and words."""
    with pytest.raises(StoppedError) as stopped:
        load(content, **choices)
    return [(p.line, p.column, p.message) for p in stopped.value.plan.problems]
