"""Blind review: at the desk nobody learns who applied before a decision is noted.

Rows are blinded here, before a page sees them, so that no template can let a name through.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application
from people.facts import FACTS
from people.models import User
from programs.models import Cycle
from surveys.queries import ShownAnswer

_SHORTEST_NAME = 3


def is_blind(application: Any, cycle: Cycle) -> bool:
    """`application` comes with `seen_status`, so that a viewer with a conflict learns nothing."""
    return cycle.review_is_blind and application.seen_status == Application.Status.SUBMITTED


def hide(application: Any, cycle: Cycle) -> Any:
    """The same row without anything that says who it is, where the review is blind.

    `hidden_words` are what `masked` takes out of the answers.
    """
    application.is_blind = is_blind(application, cycle)
    application.hidden_words = []
    if application.is_blind:
        application.hidden_words = _words_of(application)
        application.name = _("Application %(number)s") % {"number": application.pk}
        for fact in FACTS:
            if fact.tells_who:
                setattr(application, fact.name, fact.nothing)
        application.person = User()
    return application


def hide_all(applications: Iterable[Any], cycle: Cycle) -> list[Any]:
    return [hide(application, cycle) for application in applications]


def _words_of(application: Any) -> list[str]:
    """Name and address, whole and word by word; only of a row that has them at hand."""
    whole = [application.name, *application.name.split()]
    person = application._state.fields_cache.get("person")
    if person is not None:
        whole += [person.email, person.email.split("@")[0]]
    return sorted((word for word in whole if len(word) >= _SHORTEST_NAME), key=len, reverse=True)


def masked(answer: ShownAnswer, words: list[str]) -> ShownAnswer:
    """An answer without these words, whatever their case."""
    if not words or not answer.text:
        return answer
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return replace(answer, text=found.sub("…", answer.text))
