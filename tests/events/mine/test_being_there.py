"""Saying that one is there, on the spot or in writing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from events.actions import attendance, events, places
from events.models import Attendance
from tests.events.mine.slots import FIRST, HOUR, NOW, SECOND, address
from tests.factories import PairFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db


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


def test_after_the_end_the_question_is_of_the_past(client, cycle, kickoff, slots, mentee):
    client.force_login(mentee)
    where = address("event_detail", cycle, kickoff.pk)
    with time_machine.travel(FIRST, tick=False):
        assert "Are you there?" in client.get(where).text
    with time_machine.travel(SECOND + 2 * HOUR, tick=False):
        page = client.get(where).text
    assert "Were you there?" in page
    assert "Are you there?" not in page


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
            assert "This is not the code for this session." in page.text
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
    assert "I did not take part, undo" in page.text


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
        with django_assert_num_queries(10):
            client.get(address("event_detail", cycle, kickoff.pk))
        for _number in range(3):
            places.choose(slots[0], PairFactory(cycle=cycle).mentor.person, at=NOW)
