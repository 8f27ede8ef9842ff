"""How people come to the directory: from home, from a program without a place for them, from a profile."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application
from directory.models import Availability
from programs.models import Requirement
from tests.factories import ApplicationFactory, CallFactory, QuestionFactory, UserFactory
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


def _asked_for(*topics):
    """An application that found no partner and asked for these topics."""
    application = ApplicationFactory(status="unpaired", told_at=ASKED_AT, side="mentee")
    question = QuestionFactory(
        questionnaire=application.response.questionnaire,
        kind="several",
        pairing_use="focus",
        choices=topics,
    )
    for choice in question.choices.all():
        application.response.answers.create(question=question, choice=choice)
    return application


def test_topics_of_an_application_become_the_words_mentors_use_here(client, offer):
    """Somebody who offers "writing" is there for whoever asked for "clear writing"."""
    application = _asked_for("clear-writing", "law")
    application.response.answers.first().question.choices.filter(value="clear-writing").update(
        label="Clear writing"
    )
    client.force_login(application.person)
    address = reverse("directory:for_application", args=[application.pk])

    page = client.get(address, follow=True)

    assert (
        page.redirect_chain[-1][0] == f"{reverse('directory:mentor_list')}?topic=Writing&time=now"
    )
    assert "Ilse Marrowby" in text(page)
    assert "Shares 1 of your 2 topics" not in text(page), "a card claims only the same words"


def test_whoever_asked_for_what_nobody_offers_sees_everyone_with_time(client, offer):
    application = _asked_for("law")
    client.force_login(application.person)

    page = client.get(reverse("directory:for_application", args=[application.pk]), follow=True)

    assert "Nobody offers the topics of your application yet." in text(page)
    assert "Ilse Marrowby" in text(page)


def test_what_an_application_said_is_there_where_nothing_else_was_told(client, offer):
    application = _asked_for("writing")
    Application.objects.filter(pk=application.pk).update(person=UserFactory(focus_areas=[]))
    application.refresh_from_db()
    client.force_login(application.person)

    assert "Shares your topic" in text(client.get(reverse("directory:mentor_list")))

    application.role.side = "mentor"
    application.role.save()
    assert 'value="Writing"' in text(client.get(reverse("directory:offer")))


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
