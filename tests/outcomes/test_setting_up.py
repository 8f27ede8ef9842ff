"""A cycle that is not public yet: what is left to do stands first on its overview."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Event, Training
from programs.actions import cycles, programs
from programs.models import Requirement
from surveys.models import Question
from tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
STARTS_ON = date(2027, 3, 1)


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture
def draft(olga):
    """As somebody makes it on the page, from the plain template; first call from 28 December."""
    return programs.create(
        name="Growing", cycle_name="2027", starts_on=STARTS_ON, by=olga, at=AT, template="plain"
    )


@pytest.fixture
def look(client, olga, draft):
    client.force_login(olga)

    def open_page(at=AT):
        with time_machine.travel(at, tick=False):
            client.force_login(olga)
            return client.get(reverse("outcomes:dashboard", args=[draft.program.slug, draft.slug]))

    return open_page


def steps(page):
    return {step.key: step.is_done for step in page.context["board"].setting_up}


def test_a_draft_lists_what_is_left_to_do(look):
    page = look()
    assert steps(page) == {
        "texts": False,
        "dates": True,
        "questions": True,
        "reviewers": False,
        "criteria": False,
        "trainings": False,
        "events": False,
        "page": False,
    }
    text = " ".join(page.text.split())
    assert (
        text.index("Needs you today")
        < text.index("Set up this cycle")
        < text.index("From application to first session")
    )
    assert "You are all caught up" not in text
    assert "You are all caught up" not in text


def test_every_step_is_done_by_doing_it(look, draft):
    draft.contact, draft.start_message = "Ask Olga.", "Say hello."
    draft.save()
    StaffFactory(program=draft.program, role="committee")
    for role in draft.roles.all():
        role.criteria.create(key="goal", name="Goal")
    Training.objects.create(cycle=draft, title="How to mentor")
    Event.objects.create(cycle=draft, title="Kickoff", is_async=True)
    assert steps(look()) == {
        "texts": True,
        "dates": True,
        "questions": True,
        "reviewers": True,
        "criteria": True,
        "trainings": True,
        "events": True,
        "page": False,
    }


def test_what_a_step_lacks_is_named(look, draft):
    Requirement.objects.create(
        role=draft.roles.first(), key="work", text="Work", kind="performance"
    )
    draft.calls.update(opens_at=None, closes_at=None)
    Question.objects.filter(questionnaire__role__slug="mentor").delete()
    text = " ".join(look().text.split())
    assert "Somebody who confirms performance" in text
    assert "Dates of every call" in text
    assert "Questions for “Mentor”" in text


def test_a_running_call_that_nobody_can_see_comes_first(look, draft):
    call = draft.calls.get(role__side="mentor")
    page = look(call.opens_at + timedelta(days=1))
    first = page.context["board"].items[0]
    assert first.tone == "bad"
    assert "The call for Mentors is open, and nobody can see the page" in page.text


def test_a_public_cycle_has_no_list(look, draft, olga):
    cycles.publish(draft, by=olga, at=AT)
    page = look()
    assert page.context["board"].setting_up == []
    assert "Set up this cycle" not in page.text


def test_every_step_leads_to_its_page(look, client):
    for step in look().context["board"].setting_up:
        assert client.get(step.address).status_code == 200


def test_an_archived_draft_asks_for_nothing(look, draft, olga):
    cycles.archive(draft, by=olga, at=AT)
    assert look().context["board"].setting_up == []


def test_the_list_of_programs_leads_to_it(client, olga, draft):
    client.force_login(olga)
    page = client.get(reverse("programs:organize")).text
    address = reverse("outcomes:dashboard", args=[draft.program.slug, draft.slug])
    assert f'href="{address}"' in page


def test_the_list_costs_the_same_with_more_of_everything(
    look, draft, django_assert_max_num_queries, client
):
    address = reverse("outcomes:dashboard", args=[draft.program.slug, draft.slug])
    with django_assert_max_num_queries(100) as before:
        client.get(address)
    for number in range(3):
        role = draft.roles.create(name=f"R{number}", slug=f"r{number}", side="mentee")
        role.criteria.create(key="goal", name="Goal")
        Training.objects.create(cycle=draft, title=f"T{number}")
        Event.objects.create(cycle=draft, title=f"E{number}", is_async=True)
        StaffFactory(program=draft.program, role="committee")
    with django_assert_max_num_queries(len(before.captured_queries)):
        client.get(address)
