"""Cases on the organizer's page of a pair."""

from datetime import UTC, datetime

import pytest
import time_machine

from notifications.models import Message
from pairs.actions import cases
from tests.pairs.pages.helpers import pairs_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_organizer_takes_and_closes_a_case_and_ends_the_pair(client, pair, organizer):
    case = pair.cases.create(kind="not_met")
    client.force_login(organizer)
    address = pairs_page(pair, "case_change", pair.pk, case.pk)

    client.post(address, {"change": "take"})
    client.post(address, {"change": "close", "outcome": ""})
    case.refresh_from_db()
    assert (case.owner, case.state) == (organizer, "open")
    client.post(address, {"change": "close", "outcome": "They met."})
    case.refresh_from_db()
    assert case.state == "closed"

    client.post(pairs_page(pair, "pair_release", pair.pk), {"reason": "nonsense"})
    pair.refresh_from_db()
    assert pair.state == "active"
    unsaid = client.post(pairs_page(pair, "pair_release", pair.pk), {"reason": "left"})
    assert "Say which of the two is out." in unsaid.content.decode()
    said = {"reason": "left", "who": "mentor"}
    client.post(pairs_page(pair, "pair_release", pair.pk), said)
    pair.refresh_from_db()
    assert pair.state == "ended"
    pair.mentor.refresh_from_db()
    assert (pair.mentor.state, pair.mentee.state) == ("left", "active")
    assert Message.objects.filter(kind="pair_ended").count() == 2


def test_case_keeps_who_took_it_until_when_and_what_was_tried(client, pair, organizer):
    case = pair.cases.create(kind="not_met")
    client.force_login(organizer)
    address = pairs_page(pair, "case_change", pair.pk, case.pk)
    with time_machine.travel(datetime(2021, 8, 20, 9, tzinfo=UTC)):
        client.post(address, {"change": "take", "due_on": "2021-08-23"})
        client.post(address, {"change": "note", "outcome": "Wrote to Maya <b>first</b>."})
        page = client.get(pairs_page(pair, "pair_overview", pair.pk)).content.decode()
        assert "until Mon 23 August" in page
        assert "Wrote to Maya &lt;b&gt;first&lt;/b&gt;." in page
        assert page.index("Write to both") < page.index("End the pair")
        for wrong in ({"change": "take", "due_on": "soon"}, {"change": "note", "outcome": " "}):
            client.post(address, wrong)
        client.post(address, {"change": "give"})
        client.post(address, {"change": "take", "due_on": "2021-08-01"})
        client.post(address, {"change": "close", "outcome": "They met."})
    case.refresh_from_db()
    assert case.due_on is None
    kinds = [entry.kind for entry in case.entries.all()]
    assert kinds == ["taken", "note", "given_back", "closed"]


def test_pair_page_costs_the_same_with_one_case_and_with_two(
    client, pair, organizer, django_assert_num_queries
):
    client.force_login(organizer)
    address = pairs_page(pair, "pair_overview", pair.pk)
    pair.cases.create(kind="not_met")
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
    other = pair.cases.create(kind="quiet")
    for _n in range(3):
        cases.write_note(other, "Tried", by=organizer, at=datetime(2021, 8, 20, tzinfo=UTC))
    with django_assert_num_queries(11):
        client.get(address)
