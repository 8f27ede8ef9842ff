"""What partners of before and after read, and how a pair ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pairs.actions import pairs
from pairs.actions.goals import writing as goals
from tests.factories import PairFactory
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.pairs.pages.helpers import logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_former_partner_keeps_what_was_shared_and_sees_nothing_later(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="Ours")
    goals.add(pair.mentee, {"text": "Old goal"}, at=AT, is_shared=True)
    pairs.end(pair, reason="no_time", by=mentee, at=AT)
    later = AT + timedelta(days=1)
    goals.add(pair.mentee, {"text": "New goal with somebody else"}, at=later, is_shared=True)

    client.force_login(mentor)
    text = client.get(page("pair_detail", pair)).content.decode()

    assert "Ours" in text
    assert "Old goal" in text
    assert "New goal" not in text
    assert mentee.email not in text
    assert client.get(page("session_detail", pair, session.pk)).status_code == 200
    assert client.get(page("goal_add", pair)).status_code == 404


def test_new_mentor_reads_nothing_of_the_one_before(client, pair, mentee):
    logged(pair, mentee, shared_note="With Mona")
    pairs.end(pair, reason="not_a_fit", by=mentee, at=AT)
    second = PairFactory(cycle=pair.cycle, mentee=pair.mentee)
    client.force_login(second.mentor.person)
    assert "With Mona" not in client.get(page("pair_detail", second)).content.decode()
    assert client.get(page("pair_detail", pair)).status_code == 404


def test_pair_ends_from_its_page_and_the_meeting_changes(client, pair, mentor, mentee):
    client.force_login(mentee)
    data = {"video_link": "meet.example.com/x"}
    client.post(page("pair_meeting", pair), data)
    pair.refresh_from_db()
    assert pair.video_link == "https://meet.example.com/x"

    assert client.post(page("pair_end", pair), {"reason": ""}).context["form"].errors
    client.post(page("pair_end", pair), {"reason": "goal_reached"})
    pair.refresh_from_db()
    assert pair.state == "ended"
    assert client.post(page("pair_end", pair), {"reason": "no_time"}).context["form"].errors
    once_over = client.get(page("pair_end", pair))
    assert once_over.url == reverse("completion:ending", args=[pair.pk])
