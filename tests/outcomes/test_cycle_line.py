from datetime import date

import pytest
from django.urls import reverse

from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def line_of(cycle):
    return reverse("outcomes:cycle_line", args=[cycle.program.slug, cycle.slug])


def test_home_asks_for_a_line_of_each_cycle_one_organizes(client, cycle, organizer):
    client.force_login(organizer)
    assert f'hx-get="{line_of(cycle)}"' in client.get("/").content.decode()


def test_until_the_line_comes_its_place_says_when_the_cycle_is_and_leads_there(
    client, cycle, organizer
):
    cycle.starts_on, cycle.ends_on = date(2021, 7, 7), date(2021, 12, 15)
    cycle.save(update_fields=["starts_on", "ends_on"])
    client.force_login(organizer)
    row = client.get("/").text.partition(f'hx-get="{line_of(cycle)}"')[2].partition("</section>")[0]
    phase, _needs, needs = row.partition('<ul class="wants">')
    assert "7 July to 15 December 2021" in phase
    assert '<div class="phb"' in phase
    assert "Open" in needs
    line = client.get(line_of(cycle)).text
    assert line.index('class="cl-p"') < line.index('class="wants"')


def test_the_line_says_what_waits_first(client, cycle, organizer):
    for _number in range(3):
        ApplicationFactory(cycle=cycle, status="submitted")
    client.force_login(organizer)
    page = " ".join(client.get(line_of(cycle)).content.decode().split())
    assert "3 applications wait for a decision" in page
    assert "You are all caught up here." not in page


def test_a_line_names_two_needs_at_most(client, cycle, organizer):
    client.force_login(organizer)
    board = client.get(line_of(cycle)).context["board"]
    assert board.most_urgent == board.items[:2]
