"""Confirming a session from the mail about it: the link shows what was noted, a press answers."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from notifications import kinds
from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.sessions import logs
from pairs.actions.sessions.logs import Log
from pairs.rules.links import SessionQuestion
from tests.concurrency import after_waiting, together
from tests.factories import PairFactory
from tests.messages import UNTRUE, fate

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 19, 12, tzinfo=UTC)
DAY = date(2021, 7, 15)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as now:
        yield now


@pytest.fixture
def session(pair, mentee):
    said = Log(held_on=DAY, minutes=45, private_note="Nobody reads this")
    return logs.log(pair, said, by=mentee, at=AT, form_key=uuid4())


def link(session, person):
    return reverse("pairs:was_it_so", args=[SessionQuestion(session.pk, person.pk).token])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def press(client, session, person, do):
    return client.post(link(session, person), {"do": do}, follow=True)


def seen_on(page):
    """What the buttons of a page say that its reader has seen."""
    return re.findall(r'name="seen" value="(\w+)"', page.content.decode())[0]


def confirmation(session):
    session.refresh_from_db()
    return session.confirmation


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("live", "Did you and Mia Mentee talk on 15 July?"),
        ("async", "Did you and Mia Mentee write to each other on 15 July?"),
    ],
)
def test_the_mail_asks_of_an_exchange_in_writing_as_such(pair, mentee, mailoutbox, form, asked):
    logs.log(pair, Log(held_on=DAY, form=form), by=mentee, at=AT, form_key=uuid4())
    delivery.send_waiting(AT + timedelta(minutes=6))
    assert [mail.subject for mail in mailoutbox] == [asked]


def test_mail_and_page_call_a_coffee_chat_one(client, pair, mentor, mentee, mailoutbox):
    pair.starts_on = DAY + timedelta(days=1)
    pair.save()
    session = logs.log(pair, Log(held_on=DAY), by=mentee, at=AT, form_key=uuid4())
    delivery.send_waiting(AT + timedelta(minutes=6))
    assert "Mia Mentee logged a coffee chat with you" in mailoutbox[0].body
    assert "Mia has logged a coffee chat" in client.get(link(session, mentor)).text
    assert "does not count" not in press(client, session, mentor, "deny").text
    assert "Your coffee chat is logged." in press(client, session, mentor, "confirm").text


def test_the_mail_has_the_link_of_its_reader_and_organizers_do_not_read_it(
    session, mentor, mailoutbox
):
    delivery.send_waiting(AT + timedelta(minutes=6))
    [mail] = mailoutbox
    assert mail.to == [mentor.email]
    assert link(session, mentor) in mail.body
    assert "on Thursday, 15 July 2021: 45 minutes, live" in mail.body
    assert "until 16 August" in mail.body
    stored = Message.objects.get(kind="session_logged")
    assert "was-it-so" not in stored.body
    assert kinds.OWN_LINK in stored.body


def test_opening_the_link_answers_nothing(client, session, mentor):
    for _scanner in range(2):
        client.head(link(session, mentor))
        page = client.get(link(session, mentor))
    assert "Mia has logged a session Thursday, 15 July, 45 minutes, live. Is that right?" in words(
        page
    )
    assert "no-store" in page["Cache-Control"]
    assert "Nobody reads this" not in words(page)
    assert confirmation(session) == "open"


def test_a_press_confirms_and_the_page_says_so(client, session, mentor):
    page = press(client, session, mentor, "confirm")
    assert confirmation(session) == "confirmed"
    assert "Your session is logged" in words(page)
    assert "It did not happen" not in words(page)
    assert fate("session_logged", AT + timedelta(minutes=6)) != "Sent"


def test_a_press_denies_and_another_takes_that_back(client, session, mentor, mentee):
    page = press(client, session, mentor, "deny")
    assert confirmation(session) == "denied"
    assert "Saved: it did not happen" in words(page)
    assert Message.objects.filter(kind="session_denied", to=mentee).exists()
    press(client, session, mentor, "confirm")
    assert confirmation(session) == "confirmed"


def test_whoever_logged_it_does_not_confirm_it(client, session, mentee):
    page = press(client, session, mentee, "confirm")
    assert "Your partner confirms this one." in words(page)
    assert confirmation(session) == "open"


def test_an_answer_that_comes_second_is_told_what_holds(client, session, mentor):
    logs.confirm(session, by=mentor, at=AT)
    page = press(client, session, mentor, "deny")
    assert "This has been answered already." in words(page)
    assert "Your session is logged" in words(page)
    assert confirmation(session) == "confirmed"


@pytest.mark.parametrize("do", ["confirm", "deny"])
def test_a_session_corrected_meanwhile_is_shown_before_it_is_answered(
    client, session, mentor, mentee, do
):
    opened = seen_on(client.get(link(session, mentor)))
    logs.change(session, by=mentee, at=AT, held_on=DAY, minutes=240, form="async")
    page = client.post(link(session, mentor), {"do": do, "seen": opened})
    assert confirmation(session) == "open"
    assert "It now says: Thursday, 15 July, 240 minutes, in writing. Is that right?" in words(page)
    client.post(link(session, mentor), {"do": do, "seen": seen_on(page)})
    assert confirmation(session) != "open"


def test_a_denial_of_what_was_corrected_meanwhile_is_not_taken_back_unseen(
    client, session, mentor, mentee
):
    opened = seen_on(press(client, session, mentor, "deny"))
    logs.change(session, by=mentee, at=AT, held_on=DAY, minutes=240, form="live")
    page = client.post(link(session, mentor), {"do": "confirm", "seen": opened})
    assert confirmation(session) == "open"
    assert "240 minutes" in words(page)


@pytest.mark.parametrize("do", ["", "remove"])
def test_another_answer_is_none(client, session, mentor, do):
    assert client.post(link(session, mentor), {"do": do}).status_code == 400
    assert confirmation(session) == "open"


def test_the_page_shows_the_session_as_it_is_now(client, session, mentor, mentee):
    facts = {"held_on": DAY, "minutes": 60, "form": "live"}
    logs.change(session, by=mentee, at=AT, **facts)
    assert "60 minutes" in words(client.get(link(session, mentor)))


def test_a_session_that_was_taken_back_is_not_answered(client, session, mentor, mentee):
    logs.remove(session, by=mentee, at=AT)
    page = press(client, session, mentor, "confirm")
    assert "Mia has taken this session back" in words(page)
    session.refresh_from_db()
    assert session.state == "removed"
    assert fate("session_logged", AT + timedelta(minutes=6)) != "Sent"


def test_the_link_ends_with_the_pair_and_after_four_weeks(client, session, mentor, clock):
    clock.move_to(AT + timedelta(days=28, minutes=1))
    page = press(client, session, mentor, "confirm")
    assert "It worked until 16 August" in words(page)
    clock.move_to(AT)
    pairs.end(session.pair, reason="no_time", by=mentor, at=AT)
    page = press(client, session, mentor, "confirm")
    assert "You two are no longer a pair" in words(page)
    assert confirmation(session) == "open"


def test_the_mail_is_not_sent_once_the_pair_has_ended(session, mentor):
    pairs.end(session.pair, reason="no_time", by=mentor, at=AT)
    assert fate("session_logged", AT + timedelta(minutes=6)) == UNTRUE


def test_a_forged_link_and_one_of_somebody_else_lead_nowhere(client, session, mentor, stranger):
    other = signing.dumps([session.pk, mentor.pk], salt="elsewhere")
    assert client.get(f"/was-it-so/{other}/").status_code == 404
    assert client.post(link(session, stranger), {"do": "confirm"}).status_code == 404
    mentor.is_active = False
    mentor.save()
    assert client.get(link(session, mentor)).status_code == 404
    assert confirmation(session) == "open"


def test_whoever_is_signed_in_the_link_is_its_readers(client, session, mentor, stranger):
    client.force_login(stranger)
    press(client, session, mentor, "confirm")
    assert confirmation(session) == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_a_correction_in_the_moment_of_the_press_is_not_confirmed_unseen(client):
    pair = PairFactory()
    by = pair.mentee.person
    session = logs.log(pair, Log(held_on=DAY), by=by, at=AT, form_key=uuid4())
    address = link(session, pair.mentor.person)
    opened = seen_on(client.get(address))
    page = after_waiting(
        lambda: logs.change(session, by=by, at=AT, held_on=DAY, minutes=240, form="live"),
        lambda: client.post(address, {"do": "confirm", "seen": opened}),
    )
    assert "240 minutes" in words(page)
    assert confirmation(session) == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_yes_holds():
    pair = PairFactory()
    session = logs.log(pair, Log(held_on=DAY), by=pair.mentee.person, at=AT, form_key=uuid4())
    by = pair.mentor.person
    confirmed, _denied = together(
        lambda: logs.confirm(session, by=by, at=AT), lambda: logs.deny(session, by=by, at=AT)
    )
    assert not isinstance(confirmed, Exception)
    assert confirmation(session) == "confirmed"  # which comes after a denial, and not before one
