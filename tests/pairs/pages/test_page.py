"""The page of a pair: what it says and costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pairs.actions import pairs
from pairs.actions.agenda import points
from pairs.actions.goals import writing as goals
from tests.pairs.addresses import page
from tests.pairs.july import AT
from tests.pairs.pages.helpers import logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


@pytest.mark.parametrize("count", [1, 4])
def test_pair_page_costs_the_same_for_one_and_for_four_of_everything(
    client, pair, mentor, mentee, django_assert_num_queries, count
):
    for number in range(count):
        day = AT.date() - timedelta(days=number)
        logged(pair, mentee, on=day, shared_note="Words", private_note="Mine")
        points.add(pair, f"Point {number}", by=mentor, at=AT + timedelta(minutes=number))
        goals.add(pair.mentee, {"text": f"Goal {number}"}, at=AT)
    client.force_login(mentee)
    with django_assert_num_queries(27):
        client.get(page("pair_detail", pair))


def test_pair_made_in_the_middle_of_a_fortnight_is_told_what_counts(client, pair, mentee):
    pair.starts_on = date(2021, 7, 12)
    pair.save(update_fields=["starts_on"])
    client.force_login(mentee)
    shown = " ".join(client.get(page("pair_detail", pair)).content.decode().split())
    assert "Your first fortnight begins on 21 July." in shown


def test_the_partner_reads_how_to_say_the_name_and_where_to_find_them(client, pair):
    partner = pair.mentor.person
    partner.name_sounds, partner.chat_handle = "MOH-na", "<script>@mona"
    partner.save()
    client.force_login(pair.mentee.person)
    address = reverse("pairs:pair_detail", args=[pair.pk])
    text = client.get(address).content.decode()
    assert "MOH-na" in text
    assert "&lt;script&gt;@mona" in text
    pairs.end(pair, reason="goal_reached", by=partner, at=timezone.now())
    assert "@mona" not in client.get(address).content.decode()


def test_the_page_of_an_ended_pair_gives_the_days_it_had(client, pair, mentee):
    def shown():
        return " ".join(client.get(page("pair_detail", pair)).text.split())

    planned, had = f"7 July to {pair.ends_on:%-d %B %Y}.", f"7 to {AT:%-d %B %Y}."
    client.force_login(mentee)
    assert planned in shown()
    pairs.end(pair, reason="not_a_fit", by=mentee, at=AT)
    assert had in shown()
    assert planned not in shown()


def test_after_the_end_nobody_is_told_of_a_first_talk(client, pair, mentee):
    pairs.end(pair, reason="not_a_fit", by=mentee, at=AT)
    client.force_login(mentee)
    shown = client.get(page("pair_detail", pair)).text
    assert "No session was logged." in shown
    assert "After your first talk" not in shown
