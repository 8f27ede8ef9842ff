"""Places in an event: taken, moved, gone, and everybody told."""

from datetime import timedelta

import pytest

from events.actions import events, places
from events.actions.events import SlotInput
from events.models import Attendance, Place
from notifications.actions import delivery
from tests.concurrency import together
from tests.events.mine.slots import FIRST, HOUR, NOW, address, again, told
from tests.factories import ParticipationFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db


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
    assert "Times are in Tokyo time" in page
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
    assert mailoutbox[0].subject == "Cancelled: Kickoff, Wed 7 July 2021, 08:00 (UTC)"


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


def test_slots_say_the_hour_where_most_others_are(client, cycle, kickoff, mentee):
    """A zone of one or two people would tell who they are, and one's own stands there anyway."""
    for zone, people in (("Asia/Kolkata", 3), ("Asia/Tokyo", 2), ("UTC", 4)):
        for _n in range(people):
            ParticipationFactory(cycle=cycle, person__time_zone=zone)
    mentee.time_zone = "UTC"
    mentee.save(update_fields=["time_zone"])
    client.force_login(mentee)
    page = client.get(address("event_detail", cycle, kickoff.pk))
    assert page.context["page"].elsewhere == ["Asia/Kolkata"]
    assert "Wed 13:30 Kolkata time" in " ".join(page.text.split())
