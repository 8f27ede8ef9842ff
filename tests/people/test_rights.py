"""Who may give rights and close accounts, that it leaves a line, and that somebody always can."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.actions import people
from people.models import AuditEntry, User
from tests.concurrency import together
from tests.factories import UserFactory
from tests.sign_in import confirmed

pytestmark = pytest.mark.django_db
FACTS = {"name": "Kim Known"}


@pytest.fixture
def known():
    return UserFactory(name="Kim Known")


def edit(client, person, **fields):
    return client.post(reverse("people:person_edit", args=[person.pk]), {**FACTS, **fields})


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "subject", "by"))


def test_administrator_is_made_and_unmade_on_the_page_with_a_line_each(
    client, administrator, known
):
    confirmed(client, administrator)

    edit(client, known, is_staff="on")
    known.refresh_from_db()
    assert (known.is_staff, known.is_superuser) == (True, True)
    edit(client, known)

    known.refresh_from_db()
    assert (known.is_staff, known.is_superuser) == (False, False)
    subject = f"user:{known.pk}"
    assert [row for row in trail() if row[0] != "person_facts_changed"] == [
        ("administrator_granted", subject, administrator.pk),
        ("administrator_withdrawn", subject, administrator.pk),
    ]


def test_administrator_made_by_the_command_leaves_a_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long and winding road")
    call_command(
        "createsuperuser", "--noinput", "--email", "First@Example.com", "--name", "First One"
    )

    first = User.objects.get()
    assert (first.is_staff, first.email) == (True, "first@example.com")
    assert trail() == [("administrator_granted", f"user:{first.pk}", None)]


def test_last_administrator_cannot_give_the_right_away(client, administrator):
    UserFactory(is_staff=True, is_active=False)
    confirmed(client, administrator)

    response = edit(client, administrator, name="Ada New Name")

    assert "last administrator" in response.content.decode()
    administrator.refresh_from_db()
    assert (administrator.is_staff, administrator.name) == (True, "Ada Administrator")


def test_administrator_who_gives_the_right_away_lands_on_a_page_that_exists(client, administrator):
    UserFactory(is_staff=True)
    confirmed(client, administrator)

    response = client.post(
        reverse("people:person_edit", args=[administrator.pk]), {"name": "Ada"}, follow=True
    )

    assert response.status_code == 200
    assert not User.objects.get(pk=administrator.pk).is_staff


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_unmake_each_other_at_once():
    one, other = UserFactory(is_staff=True), UserFactory(is_staff=True)
    at = timezone.now()

    came = together(
        lambda: people.save_facts(other, {"is_staff": False}, by=one, at=at),
        lambda: people.deactivate(one, by=other, at=at),
    )

    assert [type(result) for result in came].count(ValidationError) == 1
    assert User.objects.filter(is_staff=True, is_active=True).count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_rights_are_changed_only_by_somebody_who_showed_again_who_they_are(
    client, administrator, known, method
):
    client.force_login(administrator)

    answer = getattr(client, method)(
        reverse("people:person_edit", args=[known.pk]), {**FACTS, "is_staff": "on"}
    )

    assert answer.status_code == 302
    assert "/account/" in answer.url
    assert not User.objects.get(pk=known.pk).is_staff


def test_what_was_typed_is_saved_once_the_password_is_entered_again(client, administrator, known):
    administrator.set_password("a long and winding road")
    administrator.save()
    client.force_login(administrator)

    answer = edit(client, known, division="Legal", is_staff="on")
    client.post(answer.url, {"password": "a long and winding road"})

    known.refresh_from_db()
    assert (known.division, known.is_staff) == ("Legal", True)


def test_signing_in_a_moment_ago_is_enough(client, administrator, known):
    administrator.set_password("a long and winding road")
    administrator.save()
    client.post(
        reverse("account_login"),
        {"login": administrator.email, "password": "a long and winding road"},
    )

    edit(client, known, is_staff="on")

    assert User.objects.get(pk=known.pk).is_staff
