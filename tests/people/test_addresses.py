"""Whoever gives an account another address: the old one is told, and the trail has a line."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from mentorship.addresses import OUR_APPS
from mentorship.embedded.places import ROOT
from notifications.actions import delivery
from notifications.models import Message
from people.actions.imports import stored as imports
from people.models import AuditEntry, PeopleImport, User
from tests.account_mails import code_in_last, delivered
from tests.concurrency import after_waiting, together
from tests.factories import UserFactory
from tests.factories.imports import make_import
from tests.messages import words_of
from tests.sign_in import confirm, confirmed

pytestmark = pytest.mark.django_db
FILE = b"id,name,email\n7,Kim Known,kim.new@example.com\n"


@pytest.fixture
def known():
    return UserFactory(name="Kim Known", email="kim@example.com", external_id="7")


def change(client, person, email):
    return client.post(reverse("people:address_edit", args=[person.pk]), {"email": email})


def assert_told_and_written(person, *, by, old="kim@example.com", new="kim.new@example.com"):
    person.refresh_from_db()
    assert person.email == new
    rows = list(person.emailaddress_set.values_list("email", "verified", "primary"))
    assert rows == [(new, True, True)]
    told = Message.objects.get(kind="address_changed", to=None)
    assert told.address == old
    lines = AuditEntry.objects.filter(action="address_changed")
    assert list(lines.values_list("subject", "by")) == [(f"user:{person.pk}", by)]


def test_administrator_corrects_an_address(client, administrator, known):
    confirmed(client, administrator)

    answer = change(client, known, " Kim.New@Example.com\u200b")

    assert answer.url == reverse("people:person_detail", args=[known.pk])
    assert_told_and_written(known, by=administrator.pk)


def test_import_page_that_changes_the_address_of_a_known_number(
    client, administrator, known, django_capture_on_commit_callbacks
):
    client.force_login(administrator)
    stored = make_import(FILE, by=administrator)
    address = reverse("people:import_apply", args=[stored.pk])

    client.post(address)
    assert not PeopleImport.objects.get().is_applied  # not before she showed who she is
    confirm(client, administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)

    assert_told_and_written(known, by=administrator.pk)


def test_import_command_that_changes_the_address_of_a_known_number(tmp_path, known):
    path = tmp_path / "people.csv"
    path.write_bytes(FILE)

    call_command("import_people", str(path), stdout=io.StringIO())

    assert_told_and_written(known, by=None)


def test_import_tells_each_address_that_no_longer_signs_in(known):
    EmailAddress.objects.create(user=known, email="kim.second@example.com", verified=True)
    stored = make_import(FILE)
    imports.start(stored, at=timezone.now())

    imports.apply(stored.pk, at=timezone.now())

    told = Message.objects.filter(kind="address_changed").values_list("address", flat=True)
    assert sorted(told) == ["kim.second@example.com", "kim@example.com"]
    assert AuditEntry.objects.filter(action="address_changed").count() == 1


def test_people_who_keep_their_address_hear_nothing(known):
    stored = make_import(b"id,name,email\n7,Kim Other,kim@example.com\n8,Bo,bo@example.com\n")
    imports.start(stored, at=timezone.now())

    imports.apply(stored.pk, at=timezone.now())

    assert not Message.objects.exists()
    assert not AuditEntry.objects.filter(action="address_changed").exists()


def test_back_and_forth_tells_the_same_address_again(client, administrator, known):
    confirmed(client, administrator)
    for email in ("kim.new@example.com", "kim@example.com", "kim.new@example.com"):
        change(client, known, email)

    told = Message.objects.filter(kind="address_changed").values_list("address", flat=True)
    assert sorted(told) == ["kim.new@example.com", "kim@example.com", "kim@example.com"]


def test_mail_to_the_old_address_says_what_to_do_and_not_the_new_one(client, administrator, known):
    confirmed(client, administrator)
    change(client, known, "kim.new@example.com")

    subject, body = words_of(Message.objects.get(kind="address_changed"))
    delivery.send_waiting(timezone.now())

    assert "kim@example.com" in body
    assert "administrator" in body
    assert "kim.new" not in subject + body
    assert mail.outbox[-1].to == ["kim@example.com"]


@pytest.mark.parametrize("email", ["taken@example.com", "second@example.com", "nonsense", ""])
def test_address_that_cannot_be_given_is_an_error_at_the_field(client, administrator, known, email):
    other = UserFactory(email="taken@example.com")
    EmailAddress.objects.create(user=other, email="second@example.com", verified=True)
    confirmed(client, administrator)

    response = change(client, known, email)

    assert set(response.context["form"].errors) == {"email"}
    known.refresh_from_db()
    assert known.email == "kim@example.com"


def test_same_address_again_changes_nothing(client, administrator, known):
    confirmed(client, administrator)

    change(client, known, "KIM@example.com")

    assert not Message.objects.exists()
    assert not AuditEntry.objects.exists()


def test_addresses_change_only_after_showing_who_it_is(client, administrator, known):
    client.force_login(administrator)
    assert "/account/" in client.get(reverse("people:address_edit", args=[known.pk])).url
    assert "/account/" in change(client, known, "kim.new@example.com").url
    assert User.objects.get(pk=known.pk).email == "kim@example.com"


@pytest.mark.django_db(transaction=True)
def test_own_change_tells_the_old_address_and_leaves_a_line(client, known):
    confirmed(client, known)
    client.post(reverse("account_email"), {"email": "kim.new@example.com", "action_add": ""})
    client.post(reverse("account_email_verification_sent"), {"code": code_in_last()})

    known.refresh_from_db()
    assert known.email == "kim.new@example.com"
    assert [sent.to for sent in delivered()][-1] == ["kim@example.com"]
    lines = AuditEntry.objects.filter(action="address_changed")
    assert list(lines.values_list("subject", "by")) == [(f"user:{known.pk}", known.pk)]


def test_addresses_are_made_in_one_place():
    """Elsewhere nobody would be told. Signing in by code puts a person's own address on record."""
    makes = re.compile(r"EmailAddress(\(|\.objects\.(bulk_|get_or_|update_or_)?create)")
    places = {
        str(file.relative_to(ROOT))
        for app in OUR_APPS
        for file in (ROOT / app).rglob("*.py")
        if makes.search(file.read_text())
    }
    assert places == {"people/actions/addresses.py", "mentorship/sign_in/adapters.py"}


@pytest.mark.django_db(transaction=True)
def test_one_address_is_not_given_to_two_people_at_once(administrator, known):
    from people.actions import addresses

    other, at = UserFactory(), timezone.now()
    came = together(
        *[
            lambda person=person: addresses.change(
                person, "new@example.com", by=administrator, at=at
            )
            for person in (known, other)
        ]
    )

    assert User.objects.filter(email="new@example.com").count() == 1
    assert sum(getattr(result, "code", "") == "taken" for result in came) == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_that_somebody_gets_in_this_moment_is_taken(administrator, known):
    from people.actions import addresses

    refused = after_waiting(
        lambda: UserFactory(email="new@example.com"),
        lambda: addresses.change(known, "new@example.com", by=administrator, at=timezone.now()),
    )
    assert refused.code == "taken"
