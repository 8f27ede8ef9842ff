"""What waits to be sent is asked again: whether it is still true, and not too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from pairing.actions import publication, runs
from pairing.news.publication import context_of
from pairing.queries.publishing.publication import published_news
from pairs.actions import pairs
from pairs.models import Pair
from programs.models import Cycle
from tests.messages import LATE, SENT, UNTRUE, fate, words_of
from tests.pairing.crowd import apply

pytestmark = pytest.mark.django_db
UNDO_FOR = publication.UNDO_FOR


@pytest.fixture
def people(cycle):
    """Ann mentors Cy and Di, and all know by now."""
    found = {
        "Ann": apply(cycle, "mentor", name="Ann", division="A", capacity=2),
        "Cy": apply(cycle, "mentee", name="Cy", division="B"),
        "Di": apply(cycle, "mentee", name="Di", division="C"),
    }
    now = timezone.now()
    runs.carry_out(runs.start(cycle, by=None, at=now).pk)
    publication.publish(cycle, by=None, at=now)
    return {name: row.person for name, row in found.items()}


def end_pair_of(person, organizer):
    pair = Pair.objects.of(person).get()
    pairs.end(pair, reason="no_time", by=organizer, at=timezone.now())


def test_who_lost_the_only_partner_meanwhile_does_not_read_of_a_pair(people, organizer):
    end_pair_of(people["Cy"], organizer)
    soon = timezone.now() + UNDO_FOR
    assert fate("pairs_published", soon, to=people["Cy"]) == UNTRUE
    assert fate("pairs_published", soon, to=people["Di"]) == SENT
    assert fate("pairs_published", soon, to=people["Ann"]) == SENT
    body = Message.objects.get(kind="pairs_published", to=people["Ann"]).body
    assert "Your mentee is Di." in body
    assert people["Cy"].email not in body


def test_nobody_reads_of_pairs_weeks_later(people):
    assert fate("pairs_published", timezone.now() + timedelta(days=21)) == LATE


def test_a_first_date_is_proposed_only_while_it_lies_ahead(cycle, people):
    today = timezone.now()
    for days, is_said in ((3, True), (0, True), (-60, False)):
        cycle = Cycle.objects.get(pk=cycle.pk)
        cycle.starts_on = cycle.day(today) + timedelta(days=days)
        cycle.ends_on = cycle.starts_on + timedelta(days=90)
        cycle.save(update_fields=["starts_on", "ends_on"])
        words = words_of(Message.objects.get(kind="pairs_published", to=people["Cy"]))[1]
        assert ("agree on a first date around" in words) is is_said
        assert "agree on a first date" in words


def test_what_was_due_before_is_named_without_its_day(cycle, people):
    today = cycle.day(timezone.now())
    cycle.trainings.create(title="Listening", due_on=today - timedelta(days=1))
    cycle.trainings.create(title="Asking", due_on=today + timedelta(days=1))
    words = words_of(Message.objects.get(kind="pairs_published", to=people["Cy"]))[1]
    assert "- Listening\n" in words
    assert "- Asking, by " in words


def test_sentences_begin_with_capitals_after_the_greeting(cycle, people):
    body = words_of(Message.objects.get(kind="pairs_published", to=people["Cy"]))[1]
    assert body.startswith(f"Hello Cy,\n\nYou are paired for {cycle}.")
    assert context_of(published_news(cycle, people["Cy"]), at=timezone.now())["is_ahead"] is False
