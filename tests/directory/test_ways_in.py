"""How people come to the directory: from home, from a program without a place for them, from a profile."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application
from directory.models import Availability
from programs.models import Requirement
from tests.factories import ApplicationFactory, CallFactory, UserFactory
from tests.factories.directory import (
    ASKED_AT,
    AvailabilityFactory,
    RegistrationFactory,
    RequestFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _soon_after_asking():
    with time_machine.travel(ASKED_AT + timedelta(hours=1), tick=False):
        yield


def text(answer):
    return " ".join(answer.content.decode().split())


def test_home_says_what_waits_and_where_to_go_without_a_program(client, noor, ilse):
    client.force_login(noor)
    assert reverse("directory:mentor_list") in text(client.get("/"))
    RequestFactory(mentor=ilse)
    RequestFactory(mentor=ilse)
    RegistrationFactory(mentor=ilse, mentee=noor)
    asked_back = RequestFactory(mentee=noor, mentor=AvailabilityFactory().person)
    asked_back.entries.create(author=asked_back.mentor, text="Which?", created_at=ASKED_AT)

    home = text(client.get("/"))
    assert f"{asked_back.mentor} asked you something before they answer." in home
    client.force_login(ilse)
    home = text(client.get("/"))
    assert "2 requests wait for your answer." in home
    assert "Noor Castellane says that you two work together." in home


@pytest.mark.parametrize("status", ["unpaired", "not_eligible"])
def test_whoever_finds_no_place_is_led_to_mentors_of_their_topics(client, status):
    application = ApplicationFactory(status=status, told_at=ASKED_AT)
    client.force_login(application.person)
    cycle = application.cycle
    page = reverse("applications:application_status", args=[cycle.program.slug, cycle.slug])
    address = reverse("directory:for_application", args=[application.pk])

    assert address in text(client.get(page))

    answer = client.get(address)
    assert answer.url == f"{reverse('directory:mentor_list')}?time=now"
    assert Application.objects.get(pk=application.pk).status == status


@pytest.mark.parametrize(("side", "way"), [("mentee", "mentor_list"), ("mentor", "offer")])
def test_a_newcomer_whom_the_call_does_not_reach_is_led_to_the_directory(client, side, way):
    """Nobody reaches eighty months before this call closes."""
    call = CallFactory(
        role__side=side,
        opens_at=ASKED_AT - timedelta(days=1),
        closes_at=ASKED_AT + timedelta(days=9),
    )
    role = call.role
    Requirement.objects.create(role=role, key="t", kind="tenure", months=80, text="Long")
    client.force_login(UserFactory(started_on=ASKED_AT.date()))
    slugs = [role.cycle.program.slug, role.cycle.slug, role.slug]
    page = text(client.get(reverse("applications:application_apply", args=slugs)))
    assert "You cannot apply this time" in page
    assert f'href="{reverse(f"directory:{way}")}"' in page


def test_the_switch_on_the_profile_shows_on_page_and_in_the_directory(client, noor, ilse):
    client.force_login(noor)
    page = client.get(reverse("people:profile"))
    values = {
        name: value or ""
        for name, value in page.context["form"].initial.items()
        if not isinstance(value, list | bool)
    }
    client.post(
        reverse("people:profile"),
        {**values, "focus_areas": "Writing", "is_available_as_mentor": "on"},
    )

    assert Availability.objects.listed().filter(person=noor, topics=["Writing"]).exists()
    client.force_login(ilse)
    profile = reverse("directory:mentor", args=[noor.pk])
    assert profile in text(client.get(reverse("people:person_detail", args=[noor.pk])))
    assert profile in text(client.get(reverse("directory:mentor_list")))
