from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from events import calendars
from events.calendars import Entry

AT = datetime(2021, 6, 29, 12, tzinfo=UTC)
STARTS = datetime(2021, 7, 7, 14, 30, tzinfo=UTC)


def kickoff(**more):
    given = {"key": "slot-12", "title": "Kickoff", "starts": STARTS}
    return Entry(**{**given, "ends": STARTS + timedelta(minutes=25), **more})


def lines(*entries, **more):
    file = calendars.calendar(entries, at=AT, **more).decode()
    return file.replace("\r\n ", "").split("\r\n")


def read(*entries):
    return Calendar.from_ical(calendars.calendar(entries, at=AT)).walk("VEVENT")


def test_an_entry_is_written_whole(settings):
    settings.BASE_URL, settings.SITE_NAME = "https://mentors.example:8443/x", "Fernhill"
    settings.DEFAULT_FROM_EMAIL = "Fernhill <mentorship@fernhill.example>"
    entry = kickoff(
        description="Panel,\nthen questions; all welcome",
        url="https://meet.example/a?b=1&c=2",
        organizer="Women at Fernhill",
        sequence=3,
    )
    assert sorted(lines(entry, title="Women, 2021")) == sorted(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Fernhill//mentorship//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:Women\\, 2021",
            "BEGIN:VEVENT",
            "UID:slot-12@mentors.example",
            "DTSTAMP:20210629T120000Z",
            "SEQUENCE:3",
            "SUMMARY:Kickoff",
            "STATUS:CONFIRMED",
            "DTSTART:20210707T143000Z",
            "DTEND:20210707T145500Z",
            "DESCRIPTION:Panel\\,\\nthen questions\\; all welcome",
            "URL:https://meet.example/a?b=1&c=2",
            'ORGANIZER;CN="Women at Fernhill":mailto:mentorship@fernhill.example',
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_lines_fold_at_75_octets_without_cutting_a_sign_in_two():
    title = "Ωmega 😀 " * 40
    file = calendars.calendar([kickoff(title=title)], at=AT)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert all(line.decode() for line in file.split(b"\r\n")[:-1])
    assert str(read(kickoff(title=title))[0]["summary"]) == title


@pytest.mark.parametrize(
    "zone", ["America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati", "Europe/Berlin"]
)
def test_a_moment_is_the_same_from_whichever_zone_it_was_given(zone):
    there = kickoff(starts=STARTS.astimezone(ZoneInfo(zone)))
    assert "DTSTART:20210707T143000Z" in lines(there)


def test_the_hour_that_comes_twice_keeps_its_place():
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2021, 10, 31, 2, 30, tzinfo=zone)
    second = first.replace(fold=1)
    assert "DTSTART:20211031T003000Z" in lines(kickoff(starts=first))
    assert "DTSTART:20211031T013000Z" in lines(kickoff(starts=second))


def test_a_moment_without_a_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zone"):
        lines(kickoff(starts=datetime(2021, 7, 7, 14)))


def test_whole_days_include_the_last_one_and_leave_the_person_free():
    week = kickoff(starts=date(2021, 7, 12), ends=date(2021, 7, 16))
    assert {"DTSTART;VALUE=DATE:20210712", "DTEND;VALUE=DATE:20210717"} <= set(lines(week))
    assert "TRANSP:TRANSPARENT" in lines(week)
    assert "DTEND;VALUE=DATE:20210713" in lines(kickoff(starts=date(2021, 7, 12), ends=None))


def test_an_end_before_the_start_is_left_out():
    backwards = lines(kickoff(ends=STARTS - timedelta(minutes=1)))
    assert not any(line.startswith("DTEND") for line in backwards)


def test_the_same_thing_keeps_its_uid_when_it_changes():
    before, after = read(kickoff())[0], read(kickoff(title="Moved", sequence=1))[0]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert read(kickoff(key="slot-13"))[0]["uid"] != before["uid"]


def test_what_is_canceled_says_so():
    assert "STATUS:CANCELLED" in lines(kickoff(is_canceled=True))


HOSTILE = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
    "x\nATTACH:https://evil.example",
    "x\rATTACH:https://evil.example",
    "x\u2028ATTACH:a\u2029b\x85c\x0bd\x0ce\x00f",
    '"; CN="y":mailto:a@evil.example',
    "\\n\\,\\;\\\\",
    "\ud800 lone \udfff",
    "\u202egnp.exe",
    "{{ 7*7 }} {% include 'x' %} %s {0}",
    "a" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    entry = kickoff(title=text, description=text, organizer=text, key="slot-1")
    file = calendars.calendar([entry, kickoff()], at=AT, title=text)
    found = Calendar.from_ical(file).walk("VEVENT")
    assert len(found) == 2
    assert set(found[0]) == {
        *("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "STATUS"),
        *("DTSTART", "DTEND", "DESCRIPTION", "ORGANIZER"),
    }
    assert str(found[0]["organizer"]).startswith("mailto:")
    assert set(found[0]["organizer"].params) == {"CN"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https:\n//x", "data:text/html,x", "file:///etc/passwd", ""]
)
def test_only_web_addresses_become_links(url):
    found = read(kickoff(url=url))[0]
    assert "url" not in found or str(found["url"]) == "https://x"


def test_a_link_cannot_begin_a_line_of_its_own():
    assert "URL:https://a.example/ATTACH:b" in lines(kickoff(url="https://a.example/\r\nATTACH:b"))


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was_but_for_signs_a_calendar_cannot_hold(title, words):
    found = read(kickoff(title=title, description=words or "-"))
    assert len(found) == 1
    if title.isalnum() and title.isascii():
        assert str(found[0]["summary"]) == title


def test_the_file_is_handed_to_the_calendar_program():
    response = calendars.download('my "dates"/../x', [kickoff()], at=AT)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="my-dates-x.ics"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_no_entries_are_an_empty_calendar():
    assert read() == []
