"""A person's secret calendar address: what it says, to whom, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from icalendar import Calendar

from events.actions import feeds
from events.models import CalendarFeed
from pairs.models import MentoringSession, SessionNote
from tests.factories import PairFactory

vobject = pytest.importorskip("vobject", reason="it is among requirements-dev.txt")
pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as moving:
        yield moving


def plan(pair, days=2, state="planned"):
    when = AT + timedelta(days=days)
    return MentoringSession.objects.create(
        pair=pair, state=state, planned_at=when, minutes=45, created_at=AT
    )


def path_of(feed):
    return reverse("events:feed", args=[feed.token])


def read(client, address):
    """Titles with their first moments, as two parsers read them."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    first = {
        (str(one["SUMMARY"]), one.decoded("DTSTART"))
        for one in Calendar.from_ical(text).walk("VEVENT")
    }
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    found = calendar.contents.get("vevent", [])
    assert {(one.summary.value, one.dtstart.value) for one in found} == first
    return first


def page(client, person, **sent):
    client.force_login(person)
    address = reverse("events:calendar")
    answer = client.post(address, sent, follow=True) if sent else client.get(address)
    return answer.content.decode()


def test_a_person_makes_the_address_and_finds_it_again(client, mentee):
    assert "Make my address" in page(client, mentee)
    shown = page(client, mentee, do="make")
    feed = CalendarFeed.objects.get()
    assert feed.address in shown
    assert "Not read by a calendar yet." in shown
    assert feed.address in page(client, mentee, do="make")
    assert "/account/calendar/" in shown


def test_a_calendar_program_reads_sessions_and_days_without_signing_in(client, pair, mentee):
    session = plan(pair)
    pair.cycle.milestones.create(
        title="Midway", precision="day", starts_on=date(2021, 8, 16), is_public=True
    )
    answer = client.get(path_of(feeds.make(mentee, at=AT)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    text = answer.content.decode()
    assert "METHOD:PUBLISH" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    titles = read(client, path_of(mentee.calendar_feed))
    assert ("Session with Mona Mentor", session.planned_at) in titles
    assert any(title.startswith("Midway") for title, _day in titles)


def test_it_holds_no_notes_no_goals_and_no_agenda(client, pair, mentee):
    session = plan(pair)
    SessionNote.objects.create(session=session, author=mentee, text="PRIVATE WORDS")
    pair.mentee.goals.create(text="GOAL WORDS")
    pair.agenda.create(text="AGENDA WORDS")
    text = client.get(path_of(feeds.make(mentee, at=AT))).content.decode()
    assert "Session with" in text
    assert "WORDS" not in text


def test_it_holds_nothing_of_others_and_nothing_called_off(client, pair, mentee):
    other = PairFactory(cycle=pair.cycle)
    plan(other)
    plan(pair, state="cancelled")
    titles = read(client, path_of(feeds.make(mentee, at=AT)))
    assert [title for title, _day in titles if title.startswith("Session")] == []


def test_replacing_stops_the_old_address(client, pair, mentee):
    old = path_of(feeds.make(mentee, at=AT))
    shown = page(client, mentee, do="replace")
    client.logout()
    assert "The old address has stopped working." in shown
    assert client.get(old).status_code == 404
    assert client.get(path_of(CalendarFeed.objects.get())).status_code == 200


def test_turned_off_it_is_gone(client, mentee):
    address = path_of(feeds.make(mentee, at=AT))
    assert "Make my address" in page(client, mentee, do="off")
    assert client.get(address).status_code == 404
    assert "Make my address" in page(client, mentee, do="nonsense")


def test_who_reads_the_database_cannot_make_the_address(client, mentee):
    feed = feeds.make(mentee, at=AT)
    forged = [
        feed.secret.hex,
        f"{feed.secret.hex}.x",
        signing.Signer(salt="elsewhere", sep=".").sign(feed.secret.hex),
        signing.Signer(salt="events.calendar-feed", sep=".").sign("no secret"),
    ]
    for token in forged:
        assert client.get(reverse("events:feed", args=[token])).status_code == 404
    assert client.get(path_of(feed)).status_code == 200


def test_it_ends_with_the_account(client, mentee):
    address = path_of(feeds.make(mentee, at=AT))
    mentee.is_active = False
    mentee.save()
    assert client.get(address).status_code == 404


def test_nobody_writes_to_it_and_reading_is_noted_now_and_then(client, mentee, clock):
    feed = feeds.make(mentee, at=AT)
    assert client.post(path_of(feed)).status_code == 405
    client.get(path_of(feed))
    clock.move_to(AT + timedelta(minutes=5))
    client.get(path_of(feed))
    feed.refresh_from_db()
    assert feed.read_at == AT
    clock.move_to(AT + timedelta(hours=2))
    assert "Last read by a calendar 2" in page(client, mentee).replace("\xa0", " ")
    client.get(path_of(feed))
    feed.refresh_from_db()
    assert feed.read_at == AT + timedelta(hours=2)


def test_guests_have_none(client, mentee):
    mentee.is_guest = True
    mentee.save()
    client.force_login(mentee)
    assert client.get(reverse("events:calendar")).status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_it_costs_the_same_with_many_sessions(
    client, pair, mentee, count, django_assert_num_queries
):
    feed = feeds.make(mentee, at=AT)
    for n in range(count):
        plan(pair, days=n + 1)
    client.get(path_of(feed))
    with django_assert_num_queries(14):
        client.get(path_of(feed))
