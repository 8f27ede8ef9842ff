"""What builds on other news waits for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from notifications.actions import delivery, outbox
from pairs.actions import agreements

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 8, 12, tzinfo=UTC)


def test_nobody_hears_of_what_the_partner_does_before_they_hear_who_it_is(pair, mentor, mentee):
    cycle, later = pair.cycle, AT + timedelta(minutes=10)
    cycle.pairs_published_at = AT
    cycle.save(update_fields=["pairs_published_at"])
    for person in (mentor, mentee):
        outbox.tell(person, "pairs_published", about=cycle, scope=cycle, at=AT, send_after=later)
    agreements.propose(
        pair,
        rhythm="Every second Thursday",
        minutes=30,
        form="either",
        confidentiality="All of it",
        by=mentee,
        at=AT,
        seen=None,
    )
    delivery.send_waiting(AT + timedelta(minutes=6))
    assert not mail.outbox
    delivery.send_waiting(later)
    assert [one.to for one in mail.outbox] == [[mentor.email]]
    assert "proposes how you two work together" in mail.outbox[0].subject
