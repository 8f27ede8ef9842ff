"""What waits to be sent is asked again: whether it is still true, and not too late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.actions import certificates
from events.actions import attendance, events, learning, places
from events.actions.events import SlotInput
from events.models import Training
from notifications.models import Message
from pairs.actions import pairs
from programs.models import Requirement
from tests.factories import ApplicationFactory
from tests.messages import LATE, SENT, UNTRUE, fate, remind, words_of

pytestmark = pytest.mark.django_db
START = datetime(2021, 7, 16, 8, tzinfo=UTC)
LATER = datetime(2021, 7, 16, 15, tzinfo=UTC)
CHOSEN = START - timedelta(days=10)
AT = START - timedelta(days=1)


@pytest.fixture
def event(running):
    fields = {"title": "Kickoff", "minutes": 25}
    return events.save(running, fields, [SlotInput(START), SlotInput(LATER)], at=CHOSEN)


@pytest.fixture
def slot(event, mentee):
    """The mentee has a place in it."""
    first = event.slots.first()
    places.choose(first, mentee, at=CHOSEN)
    return first


def move(event, slot, starts_at, at=CHOSEN):
    known = [SlotInput(starts_at, number=slot.pk), *_others(event, slot)]
    events.save(event.cycle, {}, known, event, at=at)


def remove(event, slot, at=CHOSEN):
    gone = SlotInput(slot.starts_at, number=slot.pk, is_removed=True)
    events.save(event.cycle, {}, [gone, *_others(event, slot)], event, at=at)


def _others(event, slot):
    rest = event.slots.exclude(pk=slot.pk)
    return [SlotInput(other.starts_at, number=other.pk) for other in rest]


def leave(pair, at):
    pairs.leave(pair.mentee, by=pair.mentee.person, at=at)


# A place


def test_a_place_is_reminded_of(slot):
    remind("event_reminder", AT)
    assert fate("event_reminder", AT) == SENT


def test_who_gave_up_the_place_is_not_reminded_of_it(slot, mentee):
    remind("event_reminder", AT)
    places.give_up(slot.event, mentee, at=AT)
    assert fate("event_reminder", AT) == UNTRUE


def test_who_left_is_not_reminded(slot, pair):
    remind("event_reminder", AT)
    leave(pair, AT)
    assert fate("event_reminder", AT) == UNTRUE


def test_nobody_is_reminded_of_what_has_begun(slot):
    remind("event_reminder", AT)
    assert fate("event_reminder", START) == LATE


def test_the_time_before_a_move_is_not_told(slot, event):
    remind("event_reminder", AT)
    move(event, slot, START + timedelta(hours=1), at=AT)
    assert Message.objects.get(kind="event_reminder").reason == "newer"
    assert fate("event_moved", AT + timedelta(minutes=5)) == SENT
    remind("event_reminder", AT + timedelta(hours=1))
    assert fate("event_reminder", AT + timedelta(hours=1)) == SENT


def test_several_moves_are_one_mail_with_the_last_time(slot, event):
    for hours in (1, 2, 3):
        move(event, slot, START + timedelta(hours=hours), at=CHOSEN + timedelta(minutes=hours))
    assert fate("event_moved", CHOSEN + timedelta(minutes=6)) == SENT
    assert "11:00 (UTC)" in Message.objects.get(status="sent").subject


def test_a_time_that_goes_right_after_it_moved_is_one_mail(slot, event):
    move(event, slot, START + timedelta(hours=1))
    remove(event, slot)
    assert fate("event_slot_gone", CHOSEN + timedelta(minutes=5)) == SENT
    assert Message.objects.get(kind="event_moved").reason == "newer"


def test_nobody_hears_of_a_time_that_went_after_it(slot, event):
    remove(event, slot)
    assert fate("event_slot_gone", START + timedelta(days=3)) == LATE


# A choice


def test_who_has_chosen_is_not_asked_to_choose(event, mentee, mentor):
    remind("event_open", AT)
    places.choose(event.slots.first(), mentee, at=AT)
    assert fate("event_open", AT, to=mentee) == UNTRUE
    assert fate("event_open", AT, to=mentor) == SENT


def test_only_times_that_lie_ahead_are_offered(event, mentee):
    remind("event_open", AT)
    fate("event_open", START + timedelta(hours=1))
    body = Message.objects.filter(kind="event_open", to=mentee).get().body
    assert "15:00 (UTC)" in body
    assert "08:00 (UTC)" not in body


def test_nobody_is_asked_to_choose_when_all_is_over(event):
    remind("event_open", AT)
    assert fate("event_open", LATER) == LATE


def test_who_took_part_in_writing_is_not_asked_to(running, mentee):
    fields = {"title": "Thread", "is_async": True, "writing_until": date(2021, 7, 16)}
    thread = events.save(running, fields, [], at=CHOSEN)
    remind("event_open", AT)
    attendance.check_in(thread, None, mentee, at=AT)
    assert fate("event_open", AT, to=mentee) == UNTRUE
    assert fate("event_open", datetime(2021, 7, 17, tzinfo=UTC)) == SENT  # the mentor, in time
    [sent] = Message.objects.filter(kind="event_open", status="sent")
    assert "takes place in writing until 16 July 2021" in sent.body  # it never was anything else


# Learning


@pytest.fixture
def training(running):
    return Training.objects.create(cycle=running, title="Listening", due_on=date(2021, 7, 16))


def test_who_has_ticked_the_training_is_not_reminded(training, mentee, mentor):
    assert remind("training_reminder", AT) == 2
    learning.mark_done(training, person=mentee, way="course", at=AT)
    assert fate("training_reminder", AT, to=mentee) == UNTRUE
    assert fate("training_reminder", AT, to=mentor) == SENT


def test_nobody_is_reminded_of_a_training_after_its_day(training):
    remind("training_reminder", AT)
    assert fate("training_reminder", datetime(2021, 7, 17, tzinfo=UTC)) == LATE


def test_who_gave_the_certificate_is_not_reminded(running, pair, mentee):
    requirement = Requirement.objects.create(
        role=pair.mentee.role, key="dib", kind="certificate", text="**Learn**",
        due_on=date(2021, 7, 16),
    )  # fmt: skip
    part = pair.mentee
    part.application = ApplicationFactory(cycle=running, role=part.role, person=mentee)
    part.save(update_fields=["application"])
    assert remind("certificate_reminder", AT) == 1
    message = Message.objects.get(kind="certificate_reminder")
    assert "“Learn”" in words_of(message)[1]
    day = date(2021, 7, 1)
    certificates.give(part.application, requirement, done_on=day, link="", at=AT)
    assert fate("certificate_reminder", AT) == UNTRUE


def test_a_resource_reaches_who_is_still_there_without_marks(running, pair, mentor, mentee):
    running.resources.create(title="Read", text="**Now**", post_on=AT.date())
    nine = AT + timedelta(hours=1)
    learning.post_resources(nine)
    leave(pair, nine)
    assert fate("resource_posted", nine, to=mentee) == UNTRUE
    assert fate("resource_posted", nine, to=mentor) == SENT
    body = Message.objects.get(kind="resource_posted", to=mentor).body
    assert "\n\nNow\n\n" in body
