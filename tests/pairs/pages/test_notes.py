"""Private and shared notes of a session."""

import pytest

from pairs.models import SessionNote
from tests.factories import PairFactory
from tests.pairs.addresses import page
from tests.pairs.pages.helpers import logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_private_notes_are_for_their_writer_alone(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="We both read this", private_note="Mia alone")
    logged(pair, mentor, private_note="Mona alone")

    for person, own, foreign in (
        (mentor, "Mona alone", "Mia alone"),
        (mentee, "Mia alone", "Mona alone"),
    ):
        client.force_login(person)
        text = client.get(page("session_detail", pair, session.pk)).content.decode()
        assert own in text
        assert "We both read this" in text
        assert foreign not in text
        for other in ("pair_detail", "session_list", "session_log"):
            assert foreign not in client.get(page(other, pair)).content.decode()


def test_notes_of_another_pair_are_out_of_reach(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    session = logged(other, other.mentee.person, shared_note="Secret")
    client.force_login(mentee)
    assert client.get(page("session_detail", pair, session.pk)).status_code == 404
    assert client.get(page("session_edit", pair, session.pk)).status_code == 404


def test_shared_note_changed_meanwhile_keeps_both_texts(client, pair, mentor, mentee):
    session = logged(pair, mentee, shared_note="First")
    client.force_login(mentor)
    text = "Mona’s version"

    response = client.post(
        page("session_detail", pair, session.pk), {"which": "shared", "text": text, "seen": ""}
    )

    shown = response.content.decode()
    assert "First" in shown
    assert "Mona’s version" in shown
    assert SessionNote.objects.get().text == "First"


def test_note_is_saved_with_the_version_the_page_named(client, pair, mentee):
    session = logged(pair, mentee, shared_note="First")
    client.force_login(mentee)
    shown = client.get(page("session_detail", pair, session.pk)).context["shown"]

    data = {"which": "shared", "text": "Second", "seen": shown.shared.saved_at.isoformat()}
    client.post(page("session_detail", pair, session.pk), data)
    client.post(
        page("session_detail", pair, session.pk), {"which": "private", "text": "Mine", "seen": ""}
    )

    assert set(SessionNote.objects.values_list("text", "is_shared")) == {
        ("Second", True),
        ("Mine", False),
    }
