"""Addresses and names pasted with signs nobody sees are read as they look, at every door."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from applications.models import Nomination
from notifications.models import Message
from people.models import User
from tests.account_mails import code_in_last, delivered
from tests.factories import UserFactory
from tests.sign_in import confirmed

pytestmark = pytest.mark.django_db
PASSWORD = "a long and winding road"
PASTED = "\u202ami\u200ba@exam\u00adple.org\u202c\ufeff"


@pytest.fixture
def person():
    user = UserFactory(name="Mia Mentee", email="mia@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_sign_in_with_password(client, person):
    client.post(reverse("account_login"), {"login": PASTED, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_asking_for_a_code(client, person):
    client.post(reverse("account_request_login_code"), {"email": PASTED})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_last()})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_forgotten_password(client, person):
    client.post(reverse("account_reset_password"), {"email": PASTED})
    assert delivered()[-1].to == ["mia@example.org"]


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        (PASTED, ("mia@example.org", "Mia Mentee")),
        ("ni\u200ba@example.org", ("nia@example.org", "Nia New")),
    ],
    ids=["known", "new"],
)
def test_sign_up(client, person, settings, email, expected):
    settings.SIGNUP_DOMAINS = ["example.org"]
    data = {"name": "Ni\u200ba  New\u00ad", "password1": PASSWORD, "time_zone": "UTC"}

    client.post(reverse("account_signup"), {**data, "email": email})

    assert set(User.objects.values_list("email", "name")) == {(person.email, person.name), expected}


def test_another_address_of_ones_own(client, person):
    confirmed(client, person)
    client.post(reverse("account_email"), {"email": "n\u200bew@example.org", "action_add": ""})
    assert delivered()[-1].to == ["new@example.org"]


def test_an_administrator_corrects_an_address_and_the_facts(client, administrator, person):
    manager = UserFactory(email="ann@example.org")
    confirmed(client, administrator)

    client.post(
        reverse("people:address_edit", args=[person.pk]), {"email": "mi\u200bo@example.org"}
    )
    facts = {
        "name": "Mi\u200bo",
        "external_id": "00\u200b7",
        "division": "Sa\u00adles",
        "manager_key": "a\u200bnn@example.org",
    }
    client.post(reverse("people:person_edit", args=[person.pk]), facts)

    person.refresh_from_db()
    assert (person.email, person.name) == ("mio@example.org", "Mio")
    assert (person.external_id, person.division, person.manager) == ("007", "Sales", manager)


def test_a_name_of_invisible_signs_alone_is_no_name(client, person):
    client.force_login(person)
    answer = client.post(reverse("people:profile"), {"name": "\u200b\u3164", "time_zone": "UTC"})
    assert "name" in answer.context["form"].errors


def test_ones_own_profile(client, person):
    client.force_login(person)
    data = {"name": "Mi\u200ba", "location": "Gh\u00adent", "languages": "Ger\u00adman"}
    client.post(reverse("people:profile"), {**data, "time_zone": "UTC"})

    person.refresh_from_db()
    assert (person.name, person.location, person.languages) == ("Mia", "Ghent", ["German"])


def test_the_first_administrator_by_command(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", "--noinput", "--email", "mia@exam\u200bple.org", "--name", "Mi\u00ada"
    )
    first = User.objects.get()
    assert (first.email, first.name) == ("mia@example.org", "Mia")


def test_rights_in_a_program(client, person, cycle, organizer):
    client.force_login(organizer)
    where = reverse("programs:settings_staff", args=[cycle.program.slug, cycle.slug])
    client.post(where, {"email": PASTED, "role": "committee"})
    assert person.staff_roles.get().role == "committee"


def test_interest_in_a_program(client, cycle):
    where = reverse("applications:interest", args=[cycle.program.slug, cycle.slug])
    client.post(where, {"address": PASTED})
    assert Message.objects.get().address == "mia@example.org"


def test_suggesting_a_colleague(client, person, cycle):
    client.force_login(UserFactory())
    where = reverse("applications:nominate", args=[cycle.program.slug, cycle.slug])
    role = cycle.roles.get(side="mentor")
    client.post(where, {"email": PASTED, "role": role.pk, "reason": "Kind"})
    assert Nomination.objects.get().nominee == person
