from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.actions import attendance, events
from events.actions.events import SlotInput
from events.models import Attendance, Event, Slot
from events.queries.events import attendance_of
from tests.factories import CycleFactory, PairFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 7, 8, tzinfo=UTC)
LATER = datetime(2021, 7, 7, 15, tzinfo=UTC)


@pytest.fixture
def kickoff(cycle):
    slots = [SlotInput(AT), SlotInput(LATER)]
    return events.save(cycle, {"title": "Kickoff", "minutes": 25}, slots, at=AT)


def address(name, cycle, **more):
    parts = {"program": cycle.program.slug, "cycle": cycle.slug, **more}
    return reverse(f"events:{name}", kwargs=parts)


def slot_data(*rows):
    data = {"slots-TOTAL_FORMS": len(rows), "slots-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"slots-{number}-{name}": value for name, value in row.items()}
    return data


def event_data(**more):
    fields = {"title": "Kickoff", "kind": "kickoff", "minutes": 25, "check_in": "button"}
    return {**fields, "obligation": "expected", **more}


def test_event_is_made_with_its_slots_in_the_zone_of_the_cycle(client, cycle, organizer):
    cycle.zone = "Europe/Vienna"
    cycle.save(update_fields=["zone"])
    client.force_login(organizer)
    rows = [{"starts_at": "2021-07-07T10:00"}, {"starts_at": ""}, {"starts_at": "2021-07-08T02:00"}]
    client.post(address("event_create", cycle), event_data(**slot_data(*rows)))

    event = Event.objects.get()
    assert [slot.starts_at for slot in event.slots.all()] == [
        AT,
        datetime(2021, 7, 8, 0, tzinfo=UTC),
    ]
    assert "2021-07-07T10:00" in client.get(address("event_edit", cycle, pk=event.pk)).text


def test_another_event_can_be_added_at_once(client, cycle, organizer):
    client.force_login(organizer)
    add = address("event_create", cycle)
    typed = event_data(**slot_data({"starts_at": "2021-07-07T10:00"}))
    assert client.post(add, typed | {"another": "1"}).url == add
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"starts_at": "2021-07-07T10:00"}] * 2, "Two slots start at the same time"),
        ([{"starts_at": "", "link": "https://a.example"}], "Say when this slot starts"),
        ([{"starts_at": "soon"}], "Enter a valid date/time"),
        ([{"starts_at": "2021-07-07T10:00", "link": "javascript:alert(1)"}], "Enter a valid URL"),
    ],
)
def test_a_mistake_in_a_slot_is_said_and_nothing_is_saved(client, cycle, organizer, rows, words):
    client.force_login(organizer)
    page = client.post(address("event_create", cycle), event_data(**slot_data(*rows)))
    assert words in page.text
    assert not Slot.objects.exists()


def test_slots_change_places_and_are_removed(cycle, kickoff):
    first, second = kickoff.slots.all()
    swapped = [SlotInput(LATER, number=first.pk), SlotInput(AT, number=second.pk)]
    events.save(cycle, {}, swapped, kickoff, at=AT)
    assert list(kickoff.slots.all()) == [second, first]

    left = [SlotInput(AT, number=second.pk), SlotInput(LATER, number=first.pk, is_removed=True)]
    events.save(cycle, {}, left, kickoff, at=AT)
    assert list(kickoff.slots.all()) == [second]


def test_what_people_attended_stays(cycle, kickoff, pair, organizer):
    first = kickoff.slots.first()
    attendance.note(kickoff, first, pair.mentor.person, by=organizer, at=AT)

    with pytest.raises(ValidationError) as raised:
        events.delete(kickoff, by=organizer, at=AT)
    assert raised.value.code == "in_use"
    removed = [SlotInput(AT, number=first.pk, is_removed=True)]
    with pytest.raises(ValidationError) as raised:
        events.save(cycle, {}, removed, kickoff, at=AT)
    assert raised.value.code == "in_use"


def test_a_person_counts_once_per_event_and_can_move(kickoff, pair, organizer, cycle):
    first, second = kickoff.slots.all()
    person = pair.mentor.person
    for slot in (first, first, second):
        attendance.note(kickoff, slot, person, by=organizer, at=AT)

    [found] = attendance_of(cycle)
    assert [count for _slot, count in found.by_slot] == [0, 1]
    assert (found.present, found.expected, found.percent) == (1, 2, 50)
    attendance.take_back(kickoff, person)
    [found] = attendance_of(cycle)
    assert (found.present, found.percent) == (0, None)


def test_people_who_left_before_the_event_are_not_expected(kickoff, pair, cycle):
    gone = PairFactory(cycle=cycle).mentor
    gone.state, gone.left_at = "left", datetime(2021, 7, 1, tzinfo=UTC)
    gone.save()
    [found] = attendance_of(cycle)
    assert found.expected == 3


def test_only_people_of_the_cycle_attend(kickoff, stranger, organizer):
    with pytest.raises(ValidationError) as raised:
        attendance.note(kickoff, None, stranger, by=organizer, at=AT)
    assert raised.value.code == "not_in_cycle"


def test_attendance_is_ticked_with_and_without_javascript(client, cycle, kickoff, pair, organizer):
    client.force_login(organizer)
    slot, person = kickoff.slots.first(), pair.mentee.person
    where = address("attendance_mark", cycle, pk=kickoff.pk)
    data = {"person": person.pk, "slot": slot.pk, "is_here": "on"}

    assert client.post(where, data).status_code == 302
    part = client.post(where, data, headers={"HX-Request": "true"}).text
    assert 'aria-pressed="true"' in part
    assert "<html" not in part
    assert Attendance.objects.get().noted_by == organizer

    client.post(where, {"person": person.pk, "slot": slot.pk})
    assert not Attendance.objects.exists()


def test_attendance_of_a_written_event_speaks_of_no_slots(client, cycle, pair, organizer):
    event = events.save(cycle, {"title": "Thread", "is_async": True}, [], at=AT)
    client.force_login(organizer)
    page = client.get(address("attendance_list", cycle, pk=event.pk)).text
    for untrue in ("who is here", "All slots", "check in themselves"):
        assert untrue not in page, untrue
    assert "People can also tick" in page


def test_tick_refuses_slots_and_people_from_elsewhere(client, cycle, kickoff, organizer, stranger):
    foreign = events.save(CycleFactory(), {"title": "Other"}, [SlotInput(AT)], at=AT)
    client.force_login(organizer)
    where = address("attendance_mark", cycle, pk=kickoff.pk)
    for data in (
        {"person": stranger.pk, "is_here": "on"},
        {"person": "x"},
        {"person": organizer.pk, "slot": foreign.slots.get().pk, "is_here": "on"},
    ):
        client.post(where, data)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("words", ["emi", "d'arcy", "“DArcy”", "darcy emile", "pont@exam"])
def test_list_finds_people_as_every_table_does(client, cycle, kickoff, organizer, words):
    somebody = {"name": "Émile D’Arcy", "email": "dupont@example.com"}
    mentor = {f"mentor__person__{name}": value for name, value in somebody.items()}
    PairFactory(cycle=cycle, mentee__person__name="Zoe", **mentor)
    client.force_login(organizer)
    where = address("attendance_list", cycle, pk=kickoff.pk)
    people = client.get(where, {"q": words}).context["people"]
    assert [person.name for person in people] == ["Émile D’Arcy"]
    assert client.get(where, {"q": "\0%_'"}).status_code == 200


def test_attendance_is_exported_with_everybody_expected(client, cycle, kickoff, organizer):
    pair = PairFactory(cycle=cycle, mentor__person__name="Ann", mentee__person__name="Bo")
    slot = kickoff.slots.first()
    attendance.note(kickoff, slot, pair.mentor.person, by=organizer, at=AT)
    client.force_login(organizer)
    response = client.get(address("attendance_export", cycle, pk=kickoff.pk))
    found = response.getvalue().decode("utf-8-sig").splitlines()
    came = f"{slot.starts_at.astimezone(cycle.tzinfo):%Y-%m-%d %H:%M}"
    assert found == ["Name,Role,Came,When", f"Ann,Mentor,yes,{came}", "Bo,Mentee,no,"]


def test_replay_is_kept_per_slot(client, cycle, kickoff, organizer):
    slot = kickoff.slots.first()
    client.force_login(organizer)
    where = address("event_replay", cycle, pk=kickoff.pk, slot=slot.pk)
    client.post(where, {"replay_link": "javascript:alert(1)"})
    slot.refresh_from_db()
    assert slot.replay_link == ""
    client.post(where, {"replay_link": "https://video.example/1"})
    slot.refresh_from_db()
    assert slot.replay_link == "https://video.example/1"


@pytest.mark.parametrize("count", [1, 4])
def test_event_pages_cost_the_same_for_any_number(
    client, cycle, organizer, count, django_assert_num_queries
):
    for number in range(count):
        PairFactory(cycle=cycle)
        event = events.save(cycle, {"title": f"Event {number}"}, [SlotInput(AT)], at=AT)
    client.force_login(organizer)
    with django_assert_num_queries(4):
        client.get(address("event_list", cycle))
    with django_assert_num_queries(9):
        client.get(address("attendance_list", cycle, pk=event.pk))
