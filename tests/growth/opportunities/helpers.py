"""An opportunity that asks for cover, with somebody who runs it and somebody who may apply."""

from datetime import UTC, datetime

import time_machine
from django.urls import reverse

from growth.opportunities.actions import applications, board
from surveys.models import Question

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
BOARD = "/opportunities/"


def words_on(client, person, address, at=AT):
    client.force_login(person)
    with time_machine.travel(at):
        return " ".join(client.get(address).text.split())


def send(client, person, address, values=(), at=AT):
    client.force_login(person)
    with time_machine.travel(at):
        return client.post(address, dict(values))


def page_of(opportunity):
    return reverse("growth:opportunity", args=[opportunity.slug])


def apply(opportunity, person, at=AT, **values):
    return applications.apply(opportunity, person, values, {}, at=at)


def covered(opportunity, person, at=AT, **values):
    sent = apply(opportunity, person, at=at, **values)
    manager = person.manager
    return applications.answer_cover(sent, "arranged", words="", by=manager, at=at)


def give_place(application, by, at=AT):
    return applications.decide(application, "placed", words="", by=by, at=at)


def code_of(error):
    """Of a refusal, also of one about a field."""
    found = error.value
    if hasattr(found, "error_dict"):
        return next(iter(found.error_dict.values()))[0].code
    return found.code


def with_question(shadow, **more):
    values = {"row": None, "text": "What do you want to see?", "help_text": ""}
    values |= {"kind": "long_text", "is_required": True, **more}
    board.change(shadow, {}, by=None, at=AT, seen=None, questions=[values])
    shadow.refresh_from_db()
    return Question.objects.get()
