"""From an empty database to the first program, as the documents say."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from mentorship.templatetags import shell
from people.models import User
from tests.factories import CycleFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long and winding road"


@pytest.fixture
def first(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", "--noinput", "--email", "first@example.org", "--name", "Fia First"
    )
    return User.objects.get()


def test_the_start_page_says_how_the_first_administrator_is_made(client):
    assert "manage.py createsuperuser" in client.get("/").text


def test_the_sign_in_page_leads_on_until_somebody_can_sign_in(client):
    cache.delete(shell.SOMEBODY_IS_HERE)
    words = "Make the first administrator"
    page = client.get(reverse("account_login")).text
    assert words in page
    assert 'href="/"' in page
    UserFactory()
    assert words not in client.get(reverse("account_login")).text


def test_the_first_administrator_signs_in_without_a_mail_and_is_led_to_a_program(client, first):
    assert "createsuperuser" not in client.get("/").text
    client.post(reverse("account_login"), {"login": first.email, "password": PASSWORD})
    page = client.get("/").text
    assert "Set up your first program" in page
    assert reverse("programs:program_create") in page
    assert reverse("people:import") in page
    assert client.get(reverse("programs:program_create")).status_code == 200


def test_once_there_is_a_program_home_does_not_speak_of_the_first(client, first):
    CycleFactory()
    client.force_login(first)
    assert "Set up your first program" not in client.get("/").text


def test_others_are_not_asked_to_make_one(client, stranger):
    client.force_login(stranger)
    assert "Set up your first program" not in client.get("/").text
