import pytest
from django.urls import reverse

from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def line_of(cycle):
    return reverse("outcomes:cycle_line", args=[cycle.program.slug, cycle.slug])


def test_home_asks_for_a_line_of_each_cycle_one_organizes(client, cycle, organizer):
    client.force_login(organizer)
    assert f'hx-get="{line_of(cycle)}"' in client.get("/").content.decode()


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
