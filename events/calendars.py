"""Calendar files (RFC 5545) that calendar programs import, or take up again when something moved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from notifications.models.message import Part
from people.models import User

# Texts may hold line breaks and tabs; no other control sign and no half of a surrogate pair.
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\"<>\\^`{|}]")
_LONGEST_TEXT = 5000
EVERY = timedelta(hours=1)  # how often a subscribed calendar may look for changes


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: from an aware moment to another, or whole days, the last included.

    `key` names the thing for good ("slot-12"): a calendar program knows by it that a later file
    speaks of the same thing, and by a higher `sequence` that it changed. `organizer` is a name; the
    address beside it is where answers to mails go, never a participant's.
    """

    key: str
    title: str
    starts: datetime | date
    ends: datetime | date | None = None
    description: str = ""
    url: str = ""
    organizer: str = ""
    reply_address: str = ""
    sequence: int = 0
    is_canceled: bool = False
    alarm: timedelta | None = None  # a reminder so long before it begins


def download(name: str, entries: Iterable[Entry], *, at: datetime, title: str = "") -> HttpResponse:
    """The answer that a browser hands to the calendar program."""
    response = HttpResponse(
        calendar(entries, at=at, title=title), content_type="text/calendar; charset=utf-8"
    )
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "calendar"
    response["Content-Disposition"] = f'attachment; filename="{plain}.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def feed(entries: Iterable[Entry], *, at: datetime, title: str) -> HttpResponse:
    """What a subscribed calendar reads again and again: what is off is simply no longer in it."""
    made = _calendar((entry for entry in entries if not entry.is_canceled), at, title)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vText("PT1H"))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="mentoring.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def invitation(entry: Entry, *, to: User, at: datetime) -> Part:
    """The part of a mail that a calendar program takes in by itself (RFC 5546, RFC 6047): an
    invitation, its change by a higher sequence, or with a canceled entry the end of it.

    Only its reader is named as invited. Answers are not asked for: they would go to organizers.
    """
    method = "CANCEL" if entry.is_canceled else "REQUEST"
    made = _calendar([], at, "", method)
    event = _event(entry, at)
    invited = vCalAddress(f"mailto:{_NOT_IN_ADDRESS.sub('', to.email)}")
    invited.params["CN"] = _line(to.name).replace('"', " ")
    invited.params["ROLE"] = "REQ-PARTICIPANT"
    invited.params["PARTSTAT"] = "NEEDS-ACTION"
    invited.params["RSVP"] = "FALSE"
    event.add("attendee", invited)
    made.add_component(event)
    return Part(made.to_ical().decode(), f"text/calendar; method={method}")


def published(entries: Iterable[Entry], *, at: datetime) -> Part:
    """The part of a mail about several things: a calendar program offers to take them all in."""
    return Part(calendar(entries, at=at).decode(), "text/calendar; method=PUBLISH")


def calendar(entries: Iterable[Entry], *, at: datetime, title: str = "") -> bytes:
    """The file itself; times are written in UTC, which every program shows in its person's zone."""
    return _calendar(entries, at, title).to_ical()


def _calendar(
    entries: Iterable[Entry], at: datetime, title: str, method: str = "PUBLISH"
) -> Calendar:
    made = Calendar()
    made.add("prodid", f"-//{_line(settings.SITE_NAME)}//mentorship//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if title:
        made.add("x-wr-calname", vText(_line(title)))
    for entry in entries:
        made.add_component(_event(entry, at))
    return made


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{_NOT_IN_ADDRESS.sub('', entry.key)}@{_host()}")
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("summary", _line(entry.title))
    event.add("status", "CANCELLED" if entry.is_canceled else "CONFIRMED")
    for name, value in _times(entry):
        event.add(name, value)
    if not isinstance(entry.starts, datetime):
        event.add("transp", "TRANSPARENT")
    if entry.description:
        event.add("description", _text(entry.description))
    if url := _link(entry.url):
        event.add("url", url)
    if entry.organizer:
        event.add("organizer", _organizer(entry))
    if entry.alarm and not entry.is_canceled:
        event.add_component(_alarm(entry, entry.alarm))
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(entry.title))
    alarm.add("trigger", -before)
    return alarm


def _times(entry: Entry) -> list[tuple[str, datetime | date]]:
    """A day's end is the day after the last one; an end before the start is left out."""
    starts, ends = entry.starts, entry.ends
    if not isinstance(starts, datetime):
        last = ends if ends is not None and ends > starts else starts
        return [("dtstart", starts), ("dtend", last + timedelta(days=1))]
    times: list[tuple[str, datetime | date]] = [("dtstart", _utc(starts))]
    if isinstance(ends, datetime) and ends > starts:
        times.append(("dtend", _utc(ends)))
    return times


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A time in a calendar needs a zone.")
    return moment.astimezone(UTC).replace(microsecond=0)


def _organizer(entry: Entry) -> vCalAddress:
    """Without an address of its own, the one that mail comes from."""
    _name, address = parseaddr(entry.reply_address or settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = _line(entry.organizer).replace('"', " ")
    return organizer


def _text(words: str) -> str:
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_IN_TEXT.sub("", plain)[:_LONGEST_TEXT]


def _line(words: str) -> str:
    return re.sub(r"[\n\t]+", " ", _text(words))


def _link(url: str) -> str:
    """Only web addresses, and nothing in them that could begin a line of its own."""
    plain = _NOT_IN_ADDRESS.sub("", url)
    return plain if plain.startswith(("https://", "http://")) else ""


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
