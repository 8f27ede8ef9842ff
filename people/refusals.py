"""When a rule says no: its own words, for whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def words(error: ValidationError) -> str:
    """What the rule says, on one line."""
    return " ".join(error.messages)


@contextmanager
def shown(request: HttpRequest) -> Iterator[None]:
    """Around an action and what follows when it succeeds. A refusal ends the block, and the next
    page says why; the view goes on behind it."""
    try:
        yield
    except ValidationError as error:
        messages.error(request, words(error))
