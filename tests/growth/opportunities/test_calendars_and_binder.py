"""A place in calendars; a finished opportunity as evidence."""

from datetime import date

import time_machine
from django.urls import reverse
from icalendar import Calendar

from growth.opportunities.actions import applications
from tests.factories import ParticipationFactory
from tests.growth.opportunities.helpers import AT, covered, give_place, page_of, words_on


def _days(client, person, address):
    client.force_login(person)
    with time_machine.travel(AT):
        answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return [
        (str(one["summary"]), one["dtstart"].dt, one["dtend"].dt, str(one["status"]))
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
        if str(one["uid"]).startswith("opportunity-")
    ]


def test_a_place_is_in_the_calendar_until_it_is_given_back(client, shadow, dates, senior, bo):
    sent = covered(shadow, senior, date=dates[0])
    address = reverse("growth:opportunity_calendar", args=[sent.pk])
    client.force_login(senior)
    assert client.get(address).status_code == 404  # no place yet
    give_place(sent, bo)
    assert f'href="{address}"' in words_on(client, senior, page_of(shadow))
    days = ("Security shadow", date(2021, 7, 5), date(2021, 7, 17))
    assert _days(client, senior, address) == [(*days, "CONFIRMED")]
    sent.refresh_from_db()
    applications.withdraw(sent, at=AT)
    assert _days(client, senior, address) == [(*days, "CANCELLED")]


def test_a_place_is_in_the_file_of_a_cycles_dates_too(client, shadow, dates, senior, bo):
    cycle = ParticipationFactory(person=senior).cycle
    give_place(covered(shadow, senior, date=dates[1]), bo)
    address = reverse("events:cycle_dates", args=[cycle.program.slug, cycle.slug])
    assert _days(client, senior, address) == [
        ("Security shadow", date(2021, 9, 6), date(2021, 9, 18), "CONFIRMED")
    ]
    assert _days(client, ParticipationFactory(cycle=cycle).person, address) == []


def test_a_finished_opportunity_is_offered_as_evidence(client, shadow, senior, bo):
    sent = give_place(covered(shadow, senior), bo)
    client.force_login(senior)
    take = reverse("growth:binder_take")
    assert "Security shadow" not in client.get(take).text
    applications.mark_done(sent, on=date(2021, 6, 14), by=bo, at=AT)
    assert "Security shadow" in client.get(take).text
    assert "You had a place" in words_on(client, senior, page_of(shadow))
    put = reverse("growth:binder_put", args=["opportunity", sent.pk])
    assert f'href="{put}"' in words_on(client, senior, page_of(shadow))
    client.post(put, {"title": "Two weeks in security", "words": "I wrote the report."})
    item = senior.binder.get()
    assert (item.source, item.opportunity_application) == ("opportunity", sent)
    assert "Security shadow" not in client.get(take).text


def test_a_withdrawn_place_is_not_said_to_be_withdrawn_twice(client, shadow, senior, bo):
    sent = give_place(covered(shadow, senior), bo)
    applications.withdraw(sent, at=AT)
    page = words_on(client, senior, page_of(shadow))
    assert page[page.index('class="tl"') :].count("Withdrawn") == 1
    assert page.count("Your application </h2>") == 1
    assert "Apply again </h2>" in page
