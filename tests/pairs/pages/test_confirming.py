"""What the partner says of a session that was logged."""

import re
from datetime import timedelta
from functools import partial

import pytest

from pairs.actions.sessions import logs
from pairs.models import MentoringSession
from tests.pairs.addresses import page
from tests.pairs.july import AT, TODAY
from tests.pairs.pages.helpers import form_data, logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def seen_on(page):
    """What the buttons of a page say that its reader has seen."""
    return re.findall(r'name="seen" value="(\w+)"', page.content.decode())[0]


def test_partner_confirms_or_denies_from_the_page(client, pair, mentor, mentee):
    session = logged(pair, mentee)
    client.force_login(mentor)
    assert "Mia logged a session" in client.get(page("pair_detail", pair)).content.decode()

    client.post(page("session_answer", pair, session.pk), {"answer": "no"})
    session.refresh_from_db()
    assert session.confirmation == "denied"
    client.post(page("session_answer", pair, session.pk), {"answer": "yes"})
    session.refresh_from_db()
    assert session.confirmation == "confirmed"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_session_corrected_meanwhile_is_not_answered_unseen(client, pair, mentor, mentee, answer):
    session = logged(pair, mentee)
    client.force_login(mentor)
    opened = seen_on(client.get(page("pair_detail", pair)))
    logs.change(session, by=mentee, at=AT, held_on=TODAY, minutes=240, form="live")
    data = {"answer": answer, "seen": opened}
    shown = client.post(page("session_answer", pair, session.pk), data, follow=True)
    session.refresh_from_db()
    assert session.confirmation == "open"
    assert "240 minutes, live. Is that right?" in shown.content.decode()
    client.post(page("session_answer", pair, session.pk), data | {"seen": seen_on(shown)})
    session.refresh_from_db()
    assert session.confirmation != "open"


def test_a_coffee_chat_is_called_one_and_is_not_said_to_count(client, pair, mentor, mentee):
    pair.starts_on = TODAY + timedelta(days=1)
    pair.save()
    client.force_login(mentee)
    said = client.post(page("session_log", pair), form_data(), follow=True).text
    assert "Your coffee chat is logged. It does not count as a session." in said
    session = pair.sessions.get()
    client.force_login(mentor)
    shown = client.get(page("pair_detail", pair)).text
    assert "Mia logged a coffee chat on Thursday, 15 July." in shown
    assert "will not count" not in shown
    answers = page("session_answer", pair, session.pk)
    assert (
        "Saved. Your partner is told." in client.post(answers, {"answer": "no"}, follow=True).text
    )
    confirmed = client.post(answers, {"answer": "yes"}, follow=True).text
    assert "Confirmed. A coffee chat does not count as a session." in confirmed


def test_an_answer_can_be_changed_after_denying(client, pair, mentor, mentee):
    session = logged(pair, mentee)
    client.force_login(mentor)
    client.post(page("session_answer", pair, session.pk), {"answer": "no"})
    shown = client.get(page("pair_detail", pair)).content.decode()
    assert "It did happen" in shown
    client.post(page("session_answer", pair, session.pk), {"answer": "yes"})
    session.refresh_from_db()
    assert session.counts


def test_talk_that_the_partner_noted_otherwise_is_asked_about(client, pair, mentor, mentee):
    logged(pair, mentor, minutes=60)
    client.force_login(mentee)
    data = form_data(shared_note="We spoke of the goal")
    shown = client.post(page("session_log", pair), data).content.decode()
    assert "Mona has logged a talk on" in shown
    assert "60 minutes" in shown
    assert "We spoke of the goal" in shown
    assert pair.sessions.count() == 1
    client.post(page("session_log", pair), data | {"same_talk": "mine"})
    session = pair.sessions.get()
    assert (session.minutes, session.logged_by, session.confirmation) == (30, mentee, "open")


def test_denied_sessions_and_coffee_chats_are_shown_and_not_counted(client, pair, mentee):
    log = partial(MentoringSession.objects.create, pair=pair, held_on=TODAY)
    log(minutes=45)
    log(minutes=30, confirmation="denied")
    log(minutes=25, kind="coffee")
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair))
    assert "1 session, 45 minutes" in " ".join(shown.content.decode().split())
    assert len(shown.context["card"].held) == 3
    assert "1 held, 45 minutes" in " ".join(client.get("/").content.decode().split())
