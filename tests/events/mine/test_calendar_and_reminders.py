"""Events in people's calendars, in reminders, and among what lies ahead."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from events.actions import attendance, events, places
from events.queries import my_events
from notifications.actions import delivery
from programs.models import Milestone
from tests.events.mine.slots import FIRST, HOUR, NOW, address, again, told
from tests.messages import remind

pytestmark = pytest.mark.django_db


def remind_of_events(at):
    return remind("event_reminder", at) + remind("event_open", at)


def read(response):
    return {str(e["uid"]).split("@")[0]: e for e in Calendar.from_ical(response.content).events}


def test_a_slot_goes_into_the_calendar(client, cycle, kickoff, slots, mentee):
    slots[0].link = "https://meet.example/1"
    slots[0].save(update_fields=["link"])
    client.force_login(mentee)
    found = read(client.get(address("event_calendar", cycle, kickoff.pk, slots[0].pk)))
    [entry] = found.values()
    assert entry.start == FIRST
    assert entry.end == FIRST + timedelta(minutes=25)
    assert "https://meet.example/1" in entry["description"]
    assert entry["sequence"] == 0
    events.save(cycle, {"minutes": 30}, [again(slots[0]), again(slots[1])], kickoff, at=NOW)
    changed = read(client.get(address("event_calendar", cycle, kickoff.pk, slots[0].pk)))
    assert changed.keys() == found.keys()
    assert [one["sequence"] for one in changed.values()] == [1]


def test_all_my_dates_are_mine(client, cycle, kickoff, slots, mentee, mentor):
    places.choose(slots[0], mentee, at=NOW)
    places.choose(slots[1], mentor, at=NOW)
    cycle.trainings.create(title="Listening well", due_on=date(2021, 7, 16))
    for title, given in (
        ("Training week", {"precision": "week", "starts_on": date(2021, 7, 12)}),
        ("Kickoff", {"precision": "day", "starts_on": FIRST.date()}),
        ("Some time", {"precision": "undecided"}),
        ("Inside", {"precision": "day", "starts_on": date(2021, 8, 1), "is_public": False}),
    ):
        Milestone.objects.create(cycle=cycle, title=title, **given)
    client.force_login(mentee)
    found = read(client.get(address("cycle_dates", cycle)))
    days = {str(e["summary"]).split(",")[0]: (e.start, e.end) for e in found.values()}
    assert days == {
        "Kickoff": (FIRST, FIRST + timedelta(minutes=25)),
        "Training week": (date(2021, 7, 12), date(2021, 7, 17)),
        "Until today: Listening well": (date(2021, 7, 16), date(2021, 7, 17)),
    }


def test_what_is_off_is_taken_out_of_the_calendar(client, cycle, kickoff, slots, mentee, mentor):
    places.choose(slots[0], mentee, at=NOW)
    places.choose(slots[1], mentor, at=NOW)
    training = cycle.trainings.create(title="Listening well", due_on=date(2021, 7, 16))
    client.force_login(mentee)
    there = read(client.get(address("cycle_dates", cycle)))
    assert {str(entry["status"]) for entry in there.values()} == {"CONFIRMED"}
    gone = again(slots[0], is_removed=True)
    events.save(cycle, {}, [gone, again(slots[1])], kickoff, at=NOW)
    now = read(client.get(address("cycle_dates", cycle)))
    key = f"slot-{slots[0].pk}"
    assert there.keys() == {key, f"training-{training.pk}"}
    assert (str(now[key]["status"]), now[key]["sequence"]) == ("CANCELLED", 1)
    assert (now[key].start, now[key].end) == (there[key].start, there[key].end)


@pytest.mark.parametrize("how", ["deleted", "undated"])
def test_a_training_that_is_off_leaves_calendars(client, cycle, mentee, organizer, how):
    training = cycle.trainings.create(title="Listening well", due_on=date(2021, 7, 16))
    client.force_login(mentee)
    [(key, there)] = read(client.get(address("cycle_dates", cycle))).items()
    client.force_login(organizer)
    if how == "deleted":
        client.post(address("learning_delete", cycle, "training", training.pk))
    else:
        values = {"title": "Listening well", "obligation": "expected", "remind_days": 7}
        values |= {"course_link": "https://learn.example", "due_on": ""}
        client.post(address("learning_edit", cycle, "training", training.pk), values)
    client.force_login(mentee)
    now = read(client.get(address("cycle_dates", cycle)))[key]
    assert (str(now["status"]), now["sequence"]) == ("CANCELLED", 1)
    assert (now.start, now.end) == (there.start, there.end)


@pytest.fixture
def published(cycle):
    cycle.pairs_published_at = NOW
    cycle.save(update_fields=["pairs_published_at"])
    return cycle


def test_a_place_is_reminded_of_a_day_before_once(published, slots, mentee, mailoutbox):
    places.choose(slots[0], mentee, at=NOW)
    soon = FIRST - timedelta(hours=20)
    assert remind_of_events(FIRST - timedelta(hours=25)) == 1
    assert remind_of_events(soon) == 1
    assert remind_of_events(soon + HOUR) == 0
    assert told("event_reminder") == [("Mia Mentee", "queued")]
    delivery.send_waiting(soon)
    subjects = {mail.subject for mail in mailoutbox if mail.to == [mentee.email]}
    assert subjects == {"Kickoff: Wed 7 July 2021, 08:00 (UTC)"}


def test_who_chose_no_time_is_asked_three_days_before(
    published, kickoff, slots, mentee, mailoutbox
):
    places.choose(slots[0], mentee, at=NOW)
    assert remind_of_events(FIRST - timedelta(days=4)) == 0
    remind_of_events(FIRST - timedelta(days=3))
    assert told("event_open") == [("Mona Mentor", "queued")]
    delivery.send_waiting(FIRST)
    assert mailoutbox[0].subject == "Choose a time: Kickoff"
    assert "- Wed 7 July 2021, 15:00 (UTC)" in mailoutbox[0].body


def test_what_is_optional_or_not_published_is_not_nagged_about(cycle, kickoff, mentee):
    soon = FIRST - timedelta(days=2)
    assert remind_of_events(soon) == 0
    cycle.pairs_published_at = NOW
    cycle.save(update_fields=["pairs_published_at"])
    kickoff.obligation = "optional"
    kickoff.save(update_fields=["obligation"])
    assert remind_of_events(soon) == 0


def test_the_end_of_an_event_in_writing_is_announced(published, mentee, mentor, mailoutbox):
    fields = {"title": "Thread", "is_async": True, "writing_until": date(2021, 7, 9)}
    event = events.save(published, fields, [], at=NOW)
    attendance.check_in(event, None, mentor, at=NOW)
    remind_of_events(datetime(2021, 7, 6, 8, tzinfo=UTC))
    delivery.send_waiting(FIRST)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([mentee.email], "Take part in writing until 9 July: Thread")
    ]


def test_what_lies_ahead_of_somebody(cycle, kickoff, slots, mentee, mentor):
    places.choose(slots[1], mentee, at=NOW)
    week = timedelta(days=7)
    mine = my_events.upcoming(mentee, at=NOW, within=week)
    assert [(one.slot, one.is_mine) for one in mine] == [(slots[1], True)]
    theirs = my_events.upcoming(mentor, at=NOW, within=week)
    assert [(one.slot, one.is_mine) for one in theirs] == [(slots[0], False)]
    attendance.check_in(kickoff, slots[0], mentor, at=FIRST)
    assert my_events.upcoming(mentor, at=NOW, within=week) == []


def test_home_says_what_lies_ahead(client, cycle, kickoff, slots, mentee, mentor):
    places.choose(slots[1], mentee, at=NOW)
    for person, words in ((mentee, "You have a place"), (mentor, "Choose a time")):
        client.force_login(person)
        page = client.get(reverse("home")).text
        assert words in page
        assert address("event_detail", cycle, kickoff.pk) in page
