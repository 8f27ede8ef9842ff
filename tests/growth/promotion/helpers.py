"""Noor's promotion document with two pillars, and the round in which her manager is asked."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

from growth.promotion.actions import documents, reviews

AT = datetime(2021, 10, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=4)
SECRET = "I led the September triage from start to end."


def write(claim, text, items=()):
    claim.refresh_from_db()
    return documents.write_claim(claim, text, items, at=AT, seen=claim.changed_at)


def send(client, person, name, pk, values=None, at=AT):
    client.force_login(person)
    with time_machine.travel(at, tick=False):
        return client.post(reverse(f"growth:{name}", args=[pk]), values or {})


def words_on(client, person, name, pk):
    client.force_login(person)
    answer = client.get(reverse(f"growth:{name}", args=[pk]))
    return " ".join(answer.text.split()) if answer.status_code == 200 else answer.status_code


def sent_answer(claims, outcome="more", words="Strong on results.", **needs):
    """What the manager posts; needs: number of the claim -> what is needed and the words."""
    values = {"outcome": outcome, "words": words}
    for number, claim in enumerate(claims, start=1):
        needed, said = needs.get(f"claim_{number}", ("nothing", ""))
        values |= {f"needs_{claim.pk}": needed, f"words_{claim.pk}": said}
    return values


def more_wanted(claims):
    return sent_answer(claims, claim_1=("evidence", "One more example, from another division."))


def give_answer(row, claims, outcome="forward", **needs):
    answers = {claim: needs.get(f"claim_{n}", ("nothing", "")) for n, claim in enumerate(claims, 1)}
    return reviews.answer(row, outcome, "Thank you.", answers, at=LATER)
