"""Mails about planned sessions carry them for calendar programs; two parsers read what they get."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from icalendar import Calendar

from notifications.actions import delivery
from notifications.models import Message
from pairs.actions import pairs
from pairs.actions.sessions import logs, plans, series

vobject = pytest.importorskip("vobject", reason="it is among requirements-dev.txt")
pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
WHEN = AT + timedelta(days=3)


def plan(pair, by, *, at=AT):
    facts = {"planned_at": WHEN, "minutes": 45, "form_key": uuid4()}
    return plans.plan(pair, by=by, at=at, **facts)


def part_of(mail):
    """The calendar part as it travels, and the method its head names."""
    whole = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    [part] = [one for one in whole.walk() if one.get_content_type() == "text/calendar"]
    kinds = [one.get_content_type() for one in whole.iter_parts()]
    assert (whole.get_content_type(), kinds[0], kinds[-1]) == (
        "multipart/alternative",
        "text/plain",
        "text/calendar",
    )
    assert part.get_content_charset() == "utf-8"
    return part.get_content(), part.get_param("method")


def read(mail):
    """What both parsers understand, which must be the same."""
    text, method = part_of(mail)
    [first] = Calendar.from_ical(text).walk("VEVENT")
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    second = calendar.vevent
    assert calendar.method.value == method == str(Calendar.from_ical(text)["METHOD"])
    assert (str(first["UID"]), first.decoded("DTSTART"), first.decoded("DTEND")) == (
        second.uid.value,
        second.dtstart.value,
        second.dtend.value,
    )
    assert int(first["SEQUENCE"]) == int(second.sequence.value)
    assert str(first["ATTENDEE"]) == second.attendee.value
    assert str(first["ORGANIZER"]) == second.organizer.value
    return method, first, second


def sent(mailoutbox, at, to):
    """The newest calendar mail to a person, once everything due by then has gone."""
    delivery.send_waiting(at)
    mails = [one for one in mailoutbox if one.to == [to.email]]
    return read(mails[-1])


def test_a_plan_invites_the_partner(pair, mentor, mentee, mailoutbox):
    pair.cycle.reply_address = "women@fernhill.example"
    pair.cycle.save()
    pair.video_link = "https://meet.example/a"
    pair.save()
    session = plan(pair, mentee)
    method, event, other = sent(mailoutbox, AT + timedelta(minutes=5), mentor)

    assert method == "REQUEST"
    assert str(event["UID"]).startswith(f"session-{session.pk}@")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        WHEN,
        WHEN + timedelta(minutes=45),
    )
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert str(event["ATTENDEE"]) == f"mailto:{mentor.email}"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert str(event["ORGANIZER"]) == "mailto:women@fernhill.example"
    assert "https://meet.example/a" in event["DESCRIPTION"]
    assert mentee.email not in event.to_ical().decode()
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-10)
    assert other.valarm.action.value == "DISPLAY"
    assert other.valarm.trigger.value == timedelta(minutes=-10)


def test_a_move_keeps_the_uid_and_raises_the_sequence(pair, mentor, mentee, mailoutbox):
    session = plan(pair, mentee)
    _method, first, _other = sent(mailoutbox, AT + timedelta(minutes=5), mentor)
    later = AT + timedelta(hours=1)
    moved_to = WHEN + timedelta(hours=2)
    plans.move(session, by=mentee, at=later, planned_at=moved_to, minutes=30)
    method, second, _other = sent(mailoutbox, later + timedelta(minutes=5), mentor)

    assert method == "REQUEST"
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    assert second.decoded("DTSTART") == moved_to


def test_calling_off_cancels_it_in_the_calendar(pair, mentor, mentee, mailoutbox):
    session = plan(pair, mentee)
    _method, first, _other = sent(mailoutbox, AT + timedelta(minutes=5), mentor)
    later = AT + timedelta(hours=1)
    plans.cancel(session, by=mentee, at=later)
    method, second, _other = sent(mailoutbox, later + timedelta(minutes=5), mentor)

    assert (method, second["STATUS"]) == ("CANCEL", "CANCELLED")
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert not second.walk("VALARM")


def test_who_moves_what_a_mail_had_put_into_their_calendar_gets_the_change(
    pair, mentor, mentee, mailoutbox
):
    session = plan(pair, mentee)
    sent(mailoutbox, AT + timedelta(minutes=5), mentor)
    later = AT + timedelta(hours=1)
    moved_to = WHEN + timedelta(hours=2)
    plans.move(session, by=mentor, at=later, planned_at=moved_to, minutes=30)
    for person in (mentor, mentee):
        method, event, _other = sent(mailoutbox, later + timedelta(minutes=5), person)
        assert (method, event.decoded("DTSTART"), event["SEQUENCE"]) == ("REQUEST", moved_to, 1)
    subjects = [one.subject for one in mailoutbox if one.to == [mentor.email]]
    assert subjects[-1].startswith("For your calendar: session with Mia")

    plans.cancel(session, by=mentor, at=later + timedelta(hours=1))
    method, event, _other = sent(mailoutbox, later + timedelta(hours=2), mentor)
    assert (method, event["SEQUENCE"]) == ("CANCEL", 2)
    session.refresh_from_db()
    logs.restore(session, by=mentor, at=later + timedelta(hours=2))
    method, event, _other = sent(mailoutbox, later + timedelta(hours=3), mentor)
    assert (method, event["SEQUENCE"]) == ("REQUEST", 3)


def test_several_planned_in_one_go_are_one_file_of_all(pair, mentor, mentee, mailoutbox):
    facts = {"planned_at": WHEN, "minutes": 30, "weeks": 2, "times": 3, "form_key": uuid4()}
    series.plan(pair, by=mentee, at=AT, **facts)
    delivery.send_waiting(AT + timedelta(minutes=5))
    [mail] = [one for one in mailoutbox if one.to == [mentor.email]]
    text, method = part_of(mail)
    events = Calendar.from_ical(text).walk("VEVENT")
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    assert method == calendar.method.value == "PUBLISH"
    numbers = pair.sessions.order_by("planned_at").values_list("pk", flat=True)
    assert [str(one["UID"]).split("@")[0] for one in events] == [f"session-{n}" for n in numbers]
    assert [one.dtstart.value for one in calendar.vevent_list] == [
        one.decoded("DTSTART") for one in events
    ]


def test_who_was_never_invited_by_mail_gets_none_of_their_own_changes(pair, mentee, mailoutbox):
    session = plan(pair, mentee)
    delivery.send_waiting(AT + timedelta(minutes=5))
    later = AT + timedelta(hours=1)
    plans.cancel(session, by=mentee, at=later)
    delivery.send_waiting(later + timedelta(minutes=5))
    assert [one for one in mailoutbox if one.to == [mentee.email]] == []


def test_the_end_of_a_pair_takes_what_was_invited_out_of_both_calendars(
    pair, mentor, mentee, mailoutbox
):
    session = plan(pair, mentee)
    _method, first, _other = sent(mailoutbox, AT + timedelta(minutes=5), mentor)
    plans.move(session, by=mentor, at=AT + timedelta(hours=1), planned_at=WHEN, minutes=30)
    delivery.send_waiting(AT + timedelta(hours=1, minutes=5))
    later = AT + timedelta(hours=2)
    pairs.end(pair, reason="no_time", by=mentor, at=later)
    for person in (mentor, mentee):
        method, event, _other = sent(mailoutbox, later + timedelta(minutes=5), person)
        assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
        assert event["UID"] == first["UID"]
        assert event["SEQUENCE"] == 2
    body = next(one.body for one in mailoutbox[::-1] if one.to == [mentor.email])
    assert "Your time as a pair with Mia is over" in body


def test_the_end_of_a_pair_says_nothing_of_sessions_no_mail_told_of_or_that_are_over(
    pair, mentor, mentee, mailoutbox
):
    plan(pair, mentee)
    pairs.end(pair, reason="no_time", by=mentor, at=AT + timedelta(minutes=1))
    assert not Message.objects.filter(kind="session_in_calendar").exists()
    delivery.send_waiting(AT + timedelta(minutes=10))
    assert [one.to for one in mailoutbox] == [[mentee.email]]


def test_a_session_whose_time_is_over_stays_in_the_calendar(pair, mentor, mentee, mailoutbox):
    plan(pair, mentee)
    delivery.send_waiting(AT + timedelta(minutes=5))
    pairs.end(pair, reason="no_time", by=mentor, at=WHEN + timedelta(minutes=1))
    assert not Message.objects.filter(kind="session_in_calendar").exists()


def test_the_end_of_a_pair_takes_a_series_out_in_one_file(pair, mentor, mentee, mailoutbox):
    facts = {"planned_at": WHEN, "minutes": 30, "weeks": 2, "times": 3, "form_key": uuid4()}
    series.plan(pair, by=mentee, at=AT, **facts)
    delivery.send_waiting(AT + timedelta(minutes=5))
    pairs.end(pair, reason="no_time", by=mentee, at=AT + timedelta(hours=1))
    delivery.send_waiting(AT + timedelta(hours=1, minutes=10))
    text, _method = part_of([one for one in mailoutbox if one.to == [mentor.email]][-1])
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [(one["STATUS"], one["SEQUENCE"]) for one in events] == [("CANCELLED", 1)] * 3
    assert not Message.objects.filter(kind="series_cancelled", to=mentee).exists()


def test_a_talk_that_took_place_earlier_takes_the_planned_one_out(pair, mentor, mentee, mailoutbox):
    """Two are planned within the hour; the one that is logged was not the later one."""
    first = plan(pair, mentee)
    facts = {"planned_at": WHEN + timedelta(minutes=50), "minutes": 30, "form_key": uuid4()}
    plans.plan(pair, by=mentee, at=AT, **facts)
    delivery.send_waiting(AT + timedelta(minutes=5))
    said = logs.Log(held_on=WHEN.date())
    at = WHEN + timedelta(minutes=20)
    logs.log(pair, said, by=mentee, at=at, form_key=uuid4(), planned=first)
    method, event, _other = sent(mailoutbox, at + timedelta(minutes=5), mentor)
    assert (method, event.decoded("DTSTART")) == ("CANCEL", facts["planned_at"])
    assert "have met already" in mailoutbox[-1].body


def test_names_cannot_write_into_the_calendar(pair, mentor, mentee, mailoutbox):
    mentor.name = 'Mona "X"\r\nATTENDEE:mailto:evil@example.org; ünïcode'
    mentor.save()
    plan(pair, mentee)
    _method, event, _other = sent(mailoutbox, AT + timedelta(minutes=5), mentor)
    assert str(event["ATTENDEE"]) == f"mailto:{mentor.email}"


def test_other_mail_carries_no_calendar(pair, mentor, mailoutbox):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    delivery.send_waiting(AT + timedelta(minutes=10))
    [mail] = mailoutbox
    assert [kind for _content, kind in mail.alternatives] == ["text/html"]
