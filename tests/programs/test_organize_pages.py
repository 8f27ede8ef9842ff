"""Making programs and cycles in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from programs.models import Cycle, Program, Staff
from tests.factories import CycleFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Sisters in Science",
    "cycle_name": "Spring 2027",
    "starts_on": "2027-03-01",
    "zone": "Europe/Vienna",
    "template": "plain",
}


@pytest.fixture
def maker(client):
    person = UserFactory(may_create_programs=True)
    client.force_login(person)
    return person


def test_a_program_is_made_from_a_template_and_nobody_else_sees_it(client, maker):
    assert client.get(reverse("programs:program_create")).status_code == 200
    response = client.post(reverse("programs:program_create"), NEW)
    assert response.url == "/organize/sisters-in-science/spring-2027/settings/"
    assert client.get(response.url).status_code == 200
    assert Staff.objects.get().person == maker
    client.logout()
    assert client.get("/programs/sisters-in-science/spring-2027/").status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"zone": "Nowhere"},
        {"starts_on": "2027-02-30"},
        {"starts_on": "0001-01-01"},
        {"starts_on": "9999-12-31"},
        {"template": "../../etc/passwd"},
        {"name": "x" * 121},
        {"name": "a\x00b"},
    ],
)
def test_a_program_that_does_not_fit_is_refused(client, maker, changes):
    response = client.post(reverse("programs:program_create"), NEW | changes)
    assert response.status_code == 200
    assert not Program.objects.exists()


def test_people_without_the_right_do_not_find_the_page(client):
    client.force_login(UserFactory())
    assert client.post(reverse("programs:program_create"), NEW).status_code == 404
    assert not Program.objects.exists()


def test_the_next_cycle_takes_over_the_last(client, maker):
    client.post(reverse("programs:program_create"), NEW)
    first = Cycle.objects.get()
    first.faq.create(question="Why?", answer="Because")
    next_one = {
        "cycle_name": "Autumn 2027",
        "previous": first.pk,
        "starts_on": "2027-09-06",
        "zone": first.zone,
    }
    address = reverse("programs:cycle_create", args=["sisters-in-science"])
    assert client.post(address, next_one).url.endswith("/autumn-2027/settings/")
    second = Cycle.objects.get(slug="autumn-2027")
    assert (second.previous, second.starts_on) == (first, date(2027, 9, 6))
    assert second.faq.filter(question="Why?").exists()
    chain = client.get(reverse("programs:settings", args=["sisters-in-science", "autumn-2027"]))
    assert "Spring 2027" in chain.content.decode()


def test_a_cycle_of_another_program_cannot_be_taken_over(client, maker):
    client.post(reverse("programs:program_create"), NEW)
    foreign = CycleFactory()
    wanted = {"cycle_name": "A", "previous": foreign.pk, "starts_on": "2027-09-06", "zone": "UTC"}
    response = client.post(reverse("programs:cycle_create", args=["sisters-in-science"]), wanted)
    assert response.status_code == 200
    assert foreign.program.cycles.count() == 1


def test_my_programs_say_what_to_do_when_there_is_none(client, maker):
    assert reverse("programs:program_create") in client.get("/organize/").content.decode()


def test_my_programs_cost_the_same_with_more(client, maker, django_assert_num_queries):
    def add():
        CycleFactory(program=StaffFactory(person=maker).program)

    add()
    with django_assert_num_queries(3):
        client.get("/organize/")
    for _ in range(3):
        add()
    with django_assert_num_queries(3):
        client.get("/organize/")
