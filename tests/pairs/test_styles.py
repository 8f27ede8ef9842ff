"""How the two like to talk: each says it, and reads the other's once both have."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pairs.actions import pairs
from pairs.actions.begin import styles
from pairs.models import CommunicationStyle
from tests.concurrency import after_waiting, together
from tests.factories import PairFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 1, 12, tzinfo=UTC)
SAID = {
    "channel": "chat",
    "reply": "days",
    "stuck": "ask",
    "honesty": "straight",
    "thinking": "aloud",
    "words": "Tell me when I talk too fast.",
}


@pytest.fixture(autouse=True)
def _july():
    with time_machine.travel(AT, tick=False):
        yield


def style(pair):
    return reverse("pairs:style_edit", args=[pair.pk])


def shown(client, pair, person):
    client.force_login(person)
    return client.get(reverse("pairs:pair_detail", args=[pair.pk])).content.decode()


def test_each_reads_the_others_words_once_both_have_said_theirs(client, pair, mentor, mentee):
    client.force_login(mentor)
    assert "Five taps." in client.get(style(pair)).content.decode()
    client.post(style(pair), SAID)
    assert "too fast" not in shown(client, pair, mentee)
    assert "Mona has said it" in shown(client, pair, mentee)
    assert "Mona has said it already" in client.get(style(pair)).content.decode()
    assert "once Mia has said it" in shown(client, pair, mentor)
    client.force_login(mentee)
    client.post(style(pair), {**SAID, "reply": "week", "words": "<b>Slowly</b>"})
    text = shown(client, pair, mentee)
    assert "too fast" in text
    assert "Within a week" in text
    assert "read each other’s answers." in client.get(style(pair)).content.decode()
    text = shown(client, pair, mentor)
    assert "&lt;b&gt;Slowly" in text
    assert "Within a week" in text


def test_the_step_is_ticked_by_saying_it(client, pair, mentee):
    assert "Say how you like to talk" in shown(client, pair, mentee)
    client.post(style(pair), SAID)
    page = client.get(reverse("pairs:pair_detail", args=[pair.pk]))
    assert "style" not in [step.key for step in page.context["start"].left]


@pytest.mark.parametrize(
    ("name", "value"), [("reply", ""), ("channel", "pigeon"), ("words", "x" * 501)]
)
def test_a_list_that_is_not_whole_says_so_and_keeps_the_rest(client, pair, mentee, name, value):
    client.force_login(mentee)
    response = client.post(style(pair), {**SAID, name: value})
    assert set(response.context["form"].errors) == {name}
    assert response.context["form"]["stuck"].value() == "ask"
    assert not CommunicationStyle.objects.exists()


def test_it_belongs_to_the_time_of_the_pair(client, pair, mentor, mentee):
    for side in (pair.mentor, pair.mentee):
        styles.save(pair, side, SAID, at=AT)
    pairs.end(pair, reason="goal_reached", by=mentor, at=AT)
    assert "too fast" not in shown(client, pair, mentee)
    assert client.get(style(pair)).status_code == 404
    with pytest.raises(ValidationError, match="no longer a pair"):
        styles.save(pair, pair.mentee, SAID, at=AT)


def test_organizers_read_none_of_it(client, pair, organizer):
    styles.save(pair, pair.mentee, SAID, at=AT)
    slugs = [pair.cycle.program.slug, pair.cycle.slug]
    client.force_login(organizer)
    assert client.get(style(pair)).status_code == 404
    assert "too fast" not in client.get(reverse("pairs:readiness", args=slugs)).content.decode()
    overview = reverse("pairs:pair_overview", args=[*slugs, pair.pk])
    assert "too fast" not in client.get(overview).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_windows_in_the_same_moment_are_one_list(pair):
    results = together(*[lambda: styles.save(pair, pair.mentee, SAID, at=AT)] * 2)
    assert not any(isinstance(one, Exception) for one in results)
    assert CommunicationStyle.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_in_one_instant_the_second_reads_both():
    pair = PairFactory()
    first, second = Client(), Client()
    for window in (first, second):
        window.force_login(pair.mentor.person)
    first.post(style(pair), SAID)
    typed = SAID | {"seen": first.get(style(pair)).context["form"]["seen"].value()}
    answer = after_waiting(
        lambda: first.post(style(pair), typed | {"reply": "week"}),
        lambda: second.post(style(pair), typed | {"words": "Write to me."}),
    )
    assert "is now: Within a week" in answer.text
    assert "Write to me." in answer.text
    assert CommunicationStyle.objects.get().words == SAID["words"]
