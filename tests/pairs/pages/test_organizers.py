"""The organizer's list of pairs and page of a pair."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from outcomes.queries.meetings import pair_lines
from pairs.actions.agenda import points
from pairs.actions.goals import writing as goals
from pairs.actions.sessions import logs
from pairs.actions.sessions.logs import Log
from tests.factories import PairFactory
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.pairs.pages.helpers import logged, pairs_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


def test_organizer_sees_days_and_cases_never_words(client, pair, mentee, organizer):
    logged(pair, mentee, shared_note="Secret words", private_note="More secret")
    points.add(pair, "Secret point", by=mentee, at=AT)
    goals.add(pair.mentee, {"text": "Secret goal"}, at=AT)
    client.force_login(organizer)

    for address in (pairs_page(pair), pairs_page(pair, "pair_overview", pair.pk)):
        text = client.get(address).content.decode()
        assert "Mona Mentor" in text
        assert "15 Jul 2021" in text
        assert "ecret" not in text


@pytest.mark.parametrize("count", [1, 4])
def test_pair_list_costs_the_same_for_one_and_for_four(
    client, pair, organizer, django_assert_num_queries, count
):
    for _number in range(count - 1):
        other = PairFactory(cycle=pair.cycle)
        logged(other, other.mentee.person)
    client.force_login(organizer)
    with django_assert_num_queries(16):
        client.get(pairs_page(pair))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Anna", "Mia Mentee"]),
        ("?sort=-mentee", ["Mia Mentee", "Anna"]),
        ("?sort=met", ["Anna", "Mia Mentee"]),
        ("?sort=-met", ["Mia Mentee", "Anna"]),
        ("?sort=last", ["Anna", "Mia Mentee"]),
        ("?sort=-last", ["Mia Mentee", "Anna"]),
        ("?sort=mentor__person__password", ["Anna", "Mia Mentee"]),
        ("?q=mona", ["Mia Mentee"]),
        ("?q=o`neil", ["Anna"]),
        ("?q=ONeil zora", ["Anna"]),
        ("?q=ra@west", ["Anna"]),
        ("?q=nobody", []),
        ("?show=silent", ["Anna"]),
        ("?show=case", ["Mia Mentee"]),
        ("?show=ended", []),
        ("?show=all&page=7", ["Anna", "Mia Mentee"]),
    ],
)
def test_pairs_are_found_filtered_and_sorted(client, pair, mentee, organizer, query, expected):
    PairFactory(
        cycle=pair.cycle,
        mentee__person__name="Anna",
        mentor__person__name="Zora O’Neil",
        mentor__person__email="zora@west.example",
    )
    logged(pair, mentee)
    pair.cases.create(kind="quiet")
    client.force_login(organizer)

    response = client.get(pairs_page(pair) + query)

    shown = [line.pair.mentee.person.name for line in response.context["lines"]]
    assert shown == expected


def test_met_counts_windows_not_sessions(client, pair, mentee, organizer):
    for day in (7, 8, 9):
        logged(pair, mentee, on=date(2021, 7, day))
    client.force_login(organizer)
    line = client.get(pairs_page(pair)).context["lines"][0]
    assert (line.pair.met, line.strip.met) == (1, 1)


def test_organizer_who_is_one_of_the_two_looks_after_nothing(client, pair, mentee):
    pair.cycle.program.staff.create(person=mentee, role="organizer")
    case = pair.cases.create(kind="not_met")
    client.force_login(mentee)
    text = client.get(pairs_page(pair, "pair_overview", pair.pk)).content.decode()
    assert "Close the case" not in text
    for address in (
        pairs_page(pair, "case_change", pair.pk, case.pk),
        pairs_page(pair, "pair_release", pair.pk),
    ):
        assert client.post(address, {"reason": "left", "outcome": "x"}).status_code == 403


def test_pairs_of_another_cycle_are_out_of_reach(client, pair, organizer):
    other = PairFactory()
    client.force_login(organizer)
    assert client.get(pairs_page(pair, "pair_overview", other.pk)).status_code == 404


def test_cycle_without_pairs_says_what_will_be_here(client, cycle, organizer):
    client.force_login(organizer)
    address = reverse("pairs:pair_list", args=[cycle.program.slug, cycle.slug])
    assert "No pairs yet" in client.get(address).content.decode()


def test_nobody_met_is_said_once_and_the_report_knows_it_from_silence(
    client, pair, mentee, organizer
):
    with time_machine.travel(AT + timedelta(days=10), tick=False):
        client.force_login(mentee)
        assert page("session_none", pair) in client.get(page("pair_detail", pair)).content.decode()
        client.post(page("session_none", pair), {"last": "2021-07-20"})
        shown = client.get(page("pair_detail", pair)).content.decode()
        assert "talk between" not in shown
        client.post(page("session_none", pair), {"last": "no day"})
        assert client.post(page("session_none", pair), {"last": "2031-07-20"}).status_code == 302
        assert pair.sessions.get().state == "not_held"
        [line] = pair_lines(pair.cycle, at=timezone.now())
        assert line.cells[1].state == "not_met"
        assert line.met == 0
        logged_later = Log(held_on=date(2021, 7, 19))
        logs.log(pair, logged_later, by=mentee, at=timezone.now(), form_key=uuid.uuid4())
        [line] = pair_lines(pair.cycle, at=timezone.now())
        assert (line.cells[1].state, line.met) == ("met", 1)
