"""Dates of pairs for calendar programs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from pairs.actions import pairs
from pairs.actions.sessions import plans
from pairs.models import Pair
from programs.models import Cycle
from tests.factories import PairFactory
from tests.pairs.july import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


@pytest.fixture
def planned(pair):
    Pair.objects.update(video_link="https://meet.example.com/a")
    return pair.sessions.create(
        state="planned", planned_at=AT + timedelta(days=2), minutes=45, created_at=AT
    )


def events(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return {
        str(one["uid"]).split("@")[0]: one
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
    }


def test_session_goes_into_the_calendars_of_both(client, pair, mentor, mentee, planned):
    address = reverse("pairs:session_calendar", args=[pair.pk])
    key = f"session-{planned.pk}"
    entry = events(client, mentee, address)[key]
    assert str(entry["summary"]) == "Session with Mona Mentor"
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (
        planned.planned_at,
        planned.planned_at + timedelta(minutes=45),
    )
    assert "https://meet.example.com/a" in str(entry["description"])
    assert str(events(client, mentor, address)[key]["summary"]) == "Session with Mia Mentee"


def of_cycle(pair):
    return reverse("events:cycle_dates", args=[pair.cycle.program.slug, pair.cycle.slug])


def states_of(client, person, pair, session):
    """Status and sequence of a session in the pair's own file and in the cycle's."""
    own = reverse("pairs:session_calendar", args=[pair.pk])
    entries = [events(client, person, address) for address in (own, of_cycle(pair))]
    found = [entry[f"session-{session.pk}"] for entry in entries]
    assert len({entry["uid"] for entry in found}) == 1
    return {(str(entry["status"]), entry["sequence"]) for entry in found}


def test_only_a_change_counts_not_the_next_download(client, pair, mentee, planned):
    assert states_of(client, mentee, pair, planned) == {("CONFIRMED", 0)}
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        assert states_of(client, mentee, pair, planned) == {("CONFIRMED", 0)}
    plans.move(planned, by=mentee, at=AT, planned_at=AT + timedelta(days=3), minutes=45)
    assert states_of(client, mentee, pair, planned) == {("CONFIRMED", 1)}
    plans.move(planned, by=mentee, at=AT, planned_at=AT + timedelta(days=3), minutes=45)
    assert states_of(client, mentee, pair, planned) == {("CONFIRMED", 1)}
    pairs.change_meeting(pair, video_link="https://meet.example.com/b")
    assert states_of(client, mentee, pair, planned) == {("CONFIRMED", 2)}


def test_session_called_off_leaves_all_calendars(client, pair, mentee, planned):
    plans.cancel(planned, by=mentee, at=AT)
    assert states_of(client, mentee, pair, planned) == {("CANCELLED", 1)}


def test_sessions_of_a_pair_that_ended_leave_all_calendars(client, pair, mentor, mentee, planned):
    pairs.end(pair, reason="no_time", by=mentor, at=AT)
    assert states_of(client, mentee, pair, planned) == {("CANCELLED", 1)}


def test_the_organizer_is_the_address_that_answers_reach(client, pair, mentee, planned, settings):
    settings.DEFAULT_FROM_EMAIL = "Site <site@example.org>"
    key = f"session-{planned.pk}"
    assert (
        str(events(client, mentee, of_cycle(pair))[key]["organizer"]) == "mailto:site@example.org"
    )
    Cycle.objects.update(reply_address="team@example.org")
    assert (
        str(events(client, mentee, of_cycle(pair))[key]["organizer"]) == "mailto:team@example.org"
    )


def test_dates_of_the_cycle_hold_the_sessions_of_all_pairs(client, pair, mentor, planned):
    second = PairFactory(cycle=pair.cycle, mentor=pair.mentor, mentee__person__name="Max")
    other = second.sessions.create(state="planned", planned_at=AT + timedelta(days=3))
    strange = PairFactory(cycle=pair.cycle)
    hidden = strange.sessions.create(state="planned", planned_at=AT + timedelta(days=3))
    cycle = pair.cycle
    address = reverse("events:cycle_dates", args=[cycle.program.slug, cycle.slug])
    found = events(client, mentor, address)
    assert {f"session-{planned.pk}", f"session-{other.pk}"} <= set(found)
    assert f"session-{hidden.pk}" not in found


@pytest.mark.parametrize("count", [1, 4])
def test_calendar_costs_the_same_for_one_session_and_for_four(
    client, pair, mentee, django_assert_num_queries, count
):
    for number in range(count):
        pair.sessions.create(state="planned", planned_at=AT + timedelta(days=number + 1))
    client.force_login(mentee)
    address = reverse("pairs:session_calendar", args=[pair.pk])
    with django_assert_num_queries(5):
        client.get(address)
