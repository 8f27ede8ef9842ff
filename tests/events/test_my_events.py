"""Events for those who take part: places, being there, calendar files, reminders."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from events.actions import attendance, events, places
from events.actions.events import SlotInput
from events.models import Attendance, Place
from events.queries import my_events
from notifications.actions import delivery
from notifications.models import Message
from programs.models import Milestone
from tests.concurrency import together
from tests.factories import PairFactory
from tests.messages import remind

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)
FIRST = datetime(2021, 7, 7, 8, tzinfo=UTC)
SECOND = datetime(2021, 7, 7, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def remind_of_events(at):
    return remind("event_reminder", at) + remind("event_open", at)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kickoff(cycle):
    fields = {"title": "Kickoff", "minutes": 25}
    return events.save(cycle, fields, [SlotInput(FIRST), SlotInput(SECOND, capacity=1)], at=NOW)


@pytest.fixture
def slots(kickoff):
    return list(kickoff.slots.all())


def address(name, cycle, *more):
    return reverse(f"events:{name}", args=[cycle.program.slug, cycle.slug, *more])


def again(slot, **more):
    found = {"starts_at": slot.starts_at, "link": slot.link, "capacity": slot.capacity}
    return SlotInput(**{**found, "number": slot.pk, **more})


def refused(function, *args, **more):
    with pytest.raises(ValidationError) as raised:
        function(*args, **more)
    return raised.value.code


def told(kind):
    return list(Message.objects.filter(kind=kind).values_list("to__name", "status"))


# Places


def test_a_time_is_chosen_changed_and_given_up_on_the_page(client, cycle, kickoff, slots, mentee):
    client.force_login(mentee)
    where = address("event_place", cycle, kickoff.pk)
    client.post(where, {"slot": slots[0].pk})
    page = client.post(where, {"slot": slots[1].pk}, follow=True)
    assert "Your place is saved" in page.text
    assert Place.objects.get().slot == slots[1]
    client.post(where, {"slot": slots[1].pk, "give_up": "on"})
    assert not Place.objects.exists()
    page = client.post(where, {}, follow=True)
    assert "Choose a time" in page.text


def test_times_are_in_the_zone_of_whoever_reads(client, cycle, kickoff, mentee):
    mentee.time_zone = "Asia/Tokyo"
    mentee.save(update_fields=["time_zone"])
    client.force_login(mentee)
    page = client.get(address("event_detail", cycle, kickoff.pk)).text
    assert "Wed 7 July, 17:00" in page
    assert "Times in Asia/Tokyo" in page
    assert page.count("In the middle of your night") == 1  # the second is at midnight there


def test_a_full_time_takes_nobody_else_and_whoever_has_a_place_keeps_it(slots, mentor, mentee):
    places.choose(slots[0], mentor, at=NOW)
    places.choose(slots[1], mentee, at=NOW)
    assert refused(places.choose, slots[1], mentor, at=NOW) == "full"
    assert Place.objects.get(person=mentor).slot == slots[0]
    assert places.choose(slots[1], mentee, at=NOW).slot == slots[1]


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_two(cycle, kickoff, slots, mentor, mentee):
    results = together(
        lambda: places.choose(slots[1], mentor, at=NOW),
        lambda: places.choose(slots[1], mentee, at=NOW),
    )
    assert sorted(type(one).__name__ for one in results) == ["Place", "ValidationError"]
    assert slots[1].places.count() == 1


def test_places_close_an_hour_before(slots, kickoff, mentee):
    assert refused(places.choose, slots[0], mentee, at=FIRST - HOUR) == "too_late"
    places.choose(slots[0], mentee, at=NOW)
    assert refused(places.give_up, kickoff, mentee, at=FIRST - HOUR) == "too_late"
    assert refused(places.choose, slots[1], mentee, at=FIRST - HOUR) == "too_late"


def test_only_people_who_take_part_now_get_a_place(slots, stranger, pair, mentee):
    assert refused(places.choose, slots[0], stranger, at=NOW) == "not_in_cycle"
    pair.mentee.state, pair.mentee.left_at = "left", NOW
    pair.mentee.save()
    assert refused(places.choose, slots[0], mentee, at=NOW) == "not_in_cycle"


def test_slots_of_other_events_are_no_choice(client, cycle, kickoff, mentee):
    other = events.save(cycle, {"title": "Other"}, [SlotInput(FIRST)], at=NOW)
    client.force_login(mentee)
    for slot in (other.slots.get().pk, "x", "99999999999999999999"):
        client.post(address("event_place", cycle, kickoff.pk), {"slot": slot})
        client.post(address("event_check_in", cycle, kickoff.pk), {"slot": slot})
    assert not Place.objects.exists()
    assert not Attendance.objects.exists()


# What changes is told


def test_whoever_has_a_place_hears_when_it_moves(cycle, kickoff, slots, mentee, mailoutbox):
    places.choose(slots[0], mentee, at=NOW)
    moved = again(slots[0], starts_at=FIRST + HOUR)
    events.save(cycle, {}, [moved, again(slots[1])], kickoff, at=NOW)
    assert told("event_moved") == [("Mia Mentee", "queued")]
    delivery.send_waiting(NOW + timedelta(minutes=5))
    assert "Kickoff has moved: Wed 7 July 2021, 09:00 (UTC)" in mailoutbox[0].subject
    slots[0].refresh_from_db()
    assert slots[0].revision == 1
    assert Place.objects.get().slot == slots[0]


def test_whoever_has_a_place_hears_when_it_goes(cycle, kickoff, slots, mentee, mailoutbox):
    places.choose(slots[0], mentee, at=NOW)
    gone = again(slots[0], is_removed=True)
    events.save(cycle, {}, [gone, again(slots[1])], kickoff, at=NOW)
    assert not Place.objects.exists()
    delivery.send_waiting(NOW)
    assert mailoutbox[0].subject == "Canceled: Kickoff, Wed 7 July 2021, 08:00 (UTC)"


def test_nobody_hears_that_a_time_goes_which_is_over(cycle, kickoff, slots, mentee):
    places.choose(slots[0], mentee, at=NOW)
    gone = again(slots[0], is_removed=True)
    events.save(cycle, {}, [gone, again(slots[1])], kickoff, at=FIRST + HOUR)
    assert not Place.objects.exists()
    assert told("event_slot_gone") == []


def test_giving_up_without_a_place_changes_nothing(kickoff, slots, mentee, mentor):
    places.choose(slots[0], mentor, at=NOW)
    places.give_up(kickoff, mentee, at=NOW)
    assert list(Place.objects.values_list("person__name", flat=True)) == ["Mona Mentor"]


def test_news_of_a_slot_that_goes_afterwards_is_taken_back(cycle, kickoff, slots, mentee):
    places.choose(slots[0], mentee, at=NOW)
    events.save(cycle, {}, [again(slots[0], starts_at=FIRST + HOUR)], kickoff, at=NOW)
    kickoff.refresh_from_db()
    events.delete(kickoff, by=None, at=NOW)
    assert told("event_moved") == [("Mia Mentee", "cancelled")]
    assert told("event_slot_gone") == [("Mia Mentee", "queued")]


# Being there


def test_a_person_says_that_they_are_there_once(client, cycle, kickoff, slots, mentee):
    client.force_login(mentee)
    where = address("event_check_in", cycle, kickoff.pk)
    client.post(where, {"slot": slots[0].pk})
    assert not Attendance.objects.exists()
    with time_machine.travel(FIRST, tick=False):
        assert "I am here" in client.get(address("event_detail", cycle, kickoff.pk)).text
        for slot in (slots[0], slots[0], slots[1]):
            page = client.post(where, {"slot": slot.pk}, follow=True)
    assert "You were there" in page.text
    found = Attendance.objects.get()
    assert (found.slot, found.noted_by) == (slots[0], mentee)
    client.post(where, {"is_taken_back": "on"})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("setting", "at", "code"),
    [
        ("button", FIRST - timedelta(seconds=1), "not_open"),
        ("button", FIRST + timedelta(hours=24, minutes=25), "not_open"),
        ("organizer", FIRST, "not_open"),
        ("code", FIRST, "wrong_code"),
    ],
)
def test_saying_so_is_refused(kickoff, slots, mentee, setting, at, code):
    kickoff.check_in = setting
    slots[0].event = kickoff
    assert refused(attendance.check_in, kickoff, slots[0], mentee, at=at) == code


def test_the_code_shown_there_lets_in(client, cycle, kickoff, slots, mentee, organizer):
    kickoff.check_in = "code"
    kickoff.save(update_fields=["check_in"])
    code = attendance.code_of(slots[0])
    client.force_login(organizer)
    assert code in client.get(address("attendance_list", cycle, kickoff.pk)).text
    client.force_login(mentee)
    where = address("event_check_in", cycle, kickoff.pk)
    with time_machine.travel(FIRST, tick=False):
        assert code not in client.get(address("event_detail", cycle, kickoff.pk)).text
        client.post(where, {"slot": slots[0].pk, "code": attendance.code_of(slots[1])})
        assert not Attendance.objects.exists()
        client.post(where, {"slot": slots[0].pk, "code": f" {code[:3]} {code[3:]}"})
    assert Attendance.objects.get().person == mentee


def test_codes_cannot_be_tried_until_one_fits(client, cycle, kickoff, slots, mentee, mentor):
    kickoff.check_in = "code"
    kickoff.save(update_fields=["check_in"])
    code, where = attendance.code_of(slots[0]), address("event_check_in", cycle, kickoff.pk)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    client.force_login(mentee)
    with time_machine.travel(FIRST, tick=False) as clock:
        for _try in range(10):
            page = client.post(where, {"slot": slots[0].pk, "code": wrong}, follow=True)
            assert "This is not the code of this time." in page.text
        page = client.post(where, {"slot": slots[0].pk, "code": code}, follow=True)
        assert "You have tried too many codes." in page.text
        assert not Attendance.objects.exists()
        client.force_login(mentor)
        client.post(where, {"slot": slots[0].pk, "code": code})
        assert Attendance.objects.get().person == mentor
        clock.shift(HOUR)
        client.force_login(mentee)
        client.post(where, {"slot": slots[0].pk, "code": code})
    assert Attendance.objects.filter(person=mentee).exists()


def test_what_an_organizer_noted_stays(kickoff, slots, mentee, organizer):
    attendance.note(kickoff, slots[1], mentee, by=organizer, at=SECOND)
    attendance.check_in(kickoff, slots[0], mentee, at=SECOND)
    attendance.take_back_own(kickoff, mentee)
    assert Attendance.objects.get().slot == slots[1]


def test_taking_part_in_writing_counts_until_its_last_day(cycle, kickoff, mentee, mentor):
    assert refused(attendance.check_in, kickoff, None, mentee, at=NOW) == "not_open"
    kickoff.writing_link, kickoff.writing_until = "https://t.example", date(2021, 7, 14)
    last = datetime(2021, 7, 14, 23, 59, tzinfo=UTC)
    attendance.check_in(kickoff, None, mentee, at=last)
    late = last + timedelta(minutes=1)
    assert refused(attendance.check_in, kickoff, None, mentor, at=late) == "not_open"
    assert Attendance.objects.get().slot is None


def test_an_event_in_writing_is_ticked(client, cycle, mentee):
    event = events.save(cycle, {"title": "Thread", "is_async": True}, [], at=NOW)
    client.force_login(mentee)
    assert "I took part" in client.get(address("event_detail", cycle, event.pk)).text
    page = client.post(address("event_check_in", cycle, event.pk), follow=True)
    assert "You took part in writing" in page.text


def test_after_the_event_the_page_says_who_joined_and_where_the_replay_is(
    client, cycle, kickoff, slots, mentee, organizer
):
    attendance.note(kickoff, slots[0], mentee, by=organizer, at=FIRST)
    events.note_afterwards(slots[1], replay_link="https://video.example/2", room="Lively")
    client.force_login(mentee)
    with time_machine.travel(SECOND + HOUR, tick=False):
        page = client.get(address("event_detail", cycle, kickoff.pk)).text
    assert "Thank you for coming." in page
    assert "1 of 2 people joined" in page
    assert "https://video.example/2" in page
    assert "Lively" not in page
    client.force_login(organizer)
    assert (
        "Lively"
        in client.get(address("attendance_list", cycle, kickoff.pk) + f"?slot={slots[1].pk}").text
    )


def test_the_event_page_costs_the_same_however_many_come(
    client, cycle, kickoff, slots, mentee, django_assert_num_queries
):
    client.force_login(mentee)
    for _round in range(2):
        with django_assert_num_queries(9):
            client.get(address("event_detail", cycle, kickoff.pk))
        for _number in range(3):
            places.choose(slots[0], PairFactory(cycle=cycle).mentor.person, at=NOW)


# Calendar files


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


# Reminders


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
