"""Somebody new finds a mentor with a phone in the hand; the mentor answers from the mail; both meet."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from directory.queries import switch
from notifications.actions import delivery
from pairs.models import Pair
from tests.browser.axe import violations
from tests.factories import UserFactory
from tests.factories.directory import AvailabilityFactory

PHONE = 390


@pytest.fixture(autouse=True)
def _directory_on(_empty_cache, transactional_db):
    cache.set(switch.KEY, True)


@pytest.fixture
def newcomer():
    return UserFactory(
        name="Noor Newcomer",
        job_title="Support engineer",
        focus_areas=["Writing", "Tracing"],
        level=2,
        time_zone="Europe/Vienna",
    )


@pytest.fixture
def ilse():
    now = timezone.now()
    for number in range(30):
        AvailabilityFactory(person__name=f"Other {number:02}", topics=["Law"], confirmed_at=now)
    offer = AvailabilityFactory(
        person__name="Ilse Marrowby",
        person__level=4,
        person__time_zone="Europe/Lisbon",
        topics=["Writing", "Tracing"],
        helps_with="The first talk in front of many.",
        opened_at=now,
        confirmed_at=now,
    )
    return offer.person


class Hand:
    """Counts what a thumb does."""

    def __init__(self, page):
        self.page, self.taps, self.letters = page, 0, 0

    def tap(self, role, name):
        self.taps += 1
        self.page.get_by_role(role, name=name).first.tap()

    def type(self, label, text):
        self.taps += 1
        self.letters += len(text)
        self.page.get_by_label(label).fill(text)


def test_a_mentor_is_asked_on_a_phone_and_answers_from_the_mail(visit, newcomer, ilse):
    page = visit("/", newcomer, width=PHONE)
    hand = Hand(page)
    hand.tap("link", re.compile("mentor"))
    page.wait_for_url("**/mentors/")
    sound(page)
    hand.tap("link", "Ilse Marrowby")
    page.get_by_text("Shares 2 of your 2 topics").wait_for()
    sound(page)
    hand.tap("link", "Ask Ilse")
    hand.type("Who are you?", "I answer support tickets.")
    hand.type("What would you like to reach?", "Give a talk in spring.")
    hand.type("Why Ilse?", "I heard yours in May.")
    sound(page)
    hand.tap("button", "Send request")
    page.get_by_text("Ilse Marrowby has your request.").wait_for()
    assert hand.taps <= 8
    assert page.get_by_text("Give a talk in spring.").count() == 1

    delivery.send_waiting(timezone.now() + timedelta(minutes=3))
    letter = next(one for one in mail.outbox if one.to == [ilse.email])
    assert "Give a talk" not in letter.body, "what was written is read on the page alone"
    link = re.search(r"https?://\S+/mentors/requests/\d+/", letter.body).group()
    answer = visit(link.removeprefix(settings.BASE_URL), ilse)
    answer.get_by_text("I heard yours in May.").wait_for()
    answer.get_by_label("Accept Noor").check()
    answer.get_by_label("Your words").fill("Gladly. Tuesday?")
    answer.get_by_role("button", name="Send my answer").click()
    answer.get_by_role("link", name="Open your pair page").click()
    shared = reverse("pairs:pair_detail", args=[Pair.objects.get().pk])
    answer.wait_for_url(f"**{shared}")
    sound(answer)

    mail.outbox.clear()
    delivery.send_waiting(timezone.now() + timedelta(minutes=6))
    letter = next(one for one in mail.outbox if one.to == [newcomer.email])
    assert shared in letter.body
    page.goto(shared)
    page.get_by_role("heading", name="Ilse Marrowby and Noor Newcomer").wait_for()
    sound(page)


def sound(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
