"""Guests from outside: how they come in, what they see, and how they become members."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from applications.forms.outreach import NominationForm
from growth.models import Guest, OpportunityApplication, OpportunityOwner
from growth.opportunities.actions import applications, board, guests
from notifications.models import Message
from people import queries
from people.models import User
from programs.forms.settings import StaffForm
from tests.factories import UserFactory
from tests.factories.growth import OpportunityFactory, turn_on
from tests.messages import SENT, UNTRUE, fate, words_of
from tests.people.test_imports import load

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def bo(db):
    return UserFactory(name="Bo Ferriday")


@pytest.fixture
def group(growth_on, bo):
    """A working group open to guests, run by Bo."""
    made = OpportunityFactory(
        slug="working-group",
        title="Incident review working group",
        kind="volunteer",
        open_to_guests=True,
        guest_code="c0de",
    )
    OpportunityOwner.objects.create(opportunity=made, person=bo)
    return made


@pytest.fixture
def kofi(group):
    person = UserFactory(name="Kofi Adjei", email="kofi@community.example", is_guest=True)
    Guest.objects.create(person=person, came_for=group, invited_at=AT)
    return person


LINK = "/opportunities/link/c0de/"
SIGN_UP = {"name": "Kofi Adjei", "email": "kofi@community.example", "time_zone": "Africa/Accra"}
PAGE = "/opportunities/working-group/"


def _sign_up(client, **more):
    with time_machine.travel(AT):
        return client.post(LINK, {**SIGN_UP, "next": PAGE, **more})


# ---- Coming in


def test_a_visitor_comes_in_by_the_link_and_applies(client, group):
    assert "Incident review working group" in client.get(LINK).text
    answer = _sign_up(client)
    assert answer.url == f"/account/login/code/confirm/?next={PAGE.replace('/', '%2F')}"
    person = User.objects.get(email="kofi@community.example")
    assert (person.is_guest, person.time_zone) == (True, "Africa/Accra")
    assert not person.has_usable_password()
    assert not person.emailaddress_set.get().verified
    assert Message.objects.get(to=person).kind == "account_login_code"
    client.force_login(person)
    with time_machine.travel(AT):
        assert client.post(PAGE).status_code == 302
    assert OpportunityApplication.objects.get().person == person


def test_nothing_tells_whether_an_address_is_known(group):
    known = UserFactory(email="noor@community.example")
    new, old = _sign_up(Client()), _sign_up(Client(), email=known.email)
    assert (new.status_code, new.url) == (old.status_code, old.url)
    known.refresh_from_db()
    assert not known.is_guest
    assert Guest.objects.count() == 1


def test_a_work_address_makes_no_guest(client, group, settings):
    settings.SIGNUP_DOMAINS = ["community.example"]
    answer = _sign_up(client)
    assert "This is a work address." in answer.text
    assert "kofi@community.example" in answer.text
    assert not Guest.objects.exists()


def test_the_link_leads_nowhere_once_it_is_renewed_closed_or_growth_is_off(client, group, bo):
    guests.renew_link(group, by=bo, at=AT)
    assert client.get(LINK).status_code == 404
    group.refresh_from_db()
    new = reverse("growth:opportunity_link", args=[group.guest_code])
    assert client.get(new).status_code == 200
    turn_on("off")
    assert client.get(new).status_code == 404
    turn_on()
    group.open_to_guests = False
    group.save()
    assert client.get(new).status_code == 404


def test_a_visitor_cannot_make_accounts_without_end(client, group, settings):
    settings.ACCOUNT_RATE_LIMITS = {"guest_signup": "3/h/ip"}
    came = [_sign_up(client, email=f"a{number}@b.example").status_code for number in range(4)]
    assert came == [302, 302, 302, 429]


def test_somebody_who_runs_it_invites(client, group, bo):
    client.force_login(bo)
    address = reverse("growth:opportunity_guests", args=[group.slug])
    values = {"name": "Kofi Adjei", "email": "Kofi@Community.example", "community": "Open build"}
    for _number in range(2):
        client.post(address, values)
    guest = Guest.objects.get()
    assert (guest.person.is_guest, guest.invited_by, guest.community) == (True, bo, "Open build")
    message = Message.objects.get(kind="growth_guest_invited")
    assert PAGE in words_of(message)[1]
    assert "Kofi Adjei" in client.get(address).text
    member = UserFactory()
    answer = client.post(address, {"name": "X", "email": member.email})
    assert "This is somebody who works here" in answer.text


def test_an_invitation_to_what_is_closed_to_guests_is_not_sent(group, bo):
    values = {"name": "Kofi Adjei", "email": "kofi@community.example"}
    guests.invite(group, values, by=bo, at=AT)
    group.open_to_guests = False
    group.save()
    assert fate("growth_guest_invited", AT) == UNTRUE
    with pytest.raises(ValidationError) as error:
        guests.invite(group, values, by=bo, at=AT)
    assert error.value.code == "not_for_guests"


def test_an_account_nobody_used_is_forgotten_after_a_month(group, kofi):
    unused = UserFactory(is_guest=True)
    Guest.objects.create(person=unused, came_for=group, invited_at=AT)
    busy = UserFactory(is_guest=True)
    Guest.objects.create(person=busy, came_for=group, invited_at=AT)
    applications.apply(group, busy, {}, {}, at=AT)
    User.objects.filter(pk=kofi.pk).update(last_login=AT)
    member = UserFactory()
    assert sum(guests.forget_unused(AT + timedelta(days=29)).values()) == 0
    assert sum(guests.forget_unused(AT + timedelta(days=31)).values()) == 1
    left = set(User.objects.filter(pk__in=[unused.pk, busy.pk, kofi.pk, member.pk]))
    assert left == {busy, kofi, member}


# ---- The wall


def test_a_guest_finds_what_is_open_to_guests_and_nothing_else(client, kofi, group):
    inner = OpportunityFactory(title="Security shadow")
    client.force_login(kofi)
    assert client.get("/").url == "/opportunities/"
    page = client.get("/opportunities/").text
    assert "Incident review working group" in page
    assert "Security shadow" not in page
    assert client.get(reverse("growth:opportunity", args=[inner.slug])).status_code == 404
    for address in ("/programs/", "/growth/", "/people/", "/organize/", "/admin/"):
        assert client.get(address).status_code == 404
        assert f'href="{address}"' not in page
    assert client.get("/account/").status_code == 200


def test_a_guest_changes_their_name_and_zone_and_nothing_else(client, kofi, group, bo):
    applications.apply(group, kofi, {}, {}, at=AT)
    client.force_login(kofi)
    assert 'href="/profile/"' in client.get("/opportunities/").text
    page = client.get("/profile/").text
    assert "From the organization’s records" not in page
    assert f"/people/{kofi.pk}/" not in page
    sent = {
        "name": "Kofi A. Mensah",
        "time_zone": "Africa/Accra",
        "about": "Hello",
        "location": "x",
    }
    assert client.post("/profile/", sent).url == "/profile/"
    kofi.refresh_from_db()
    assert (kofi.name, kofi.time_zone) == ("Kofi A. Mensah", "Africa/Accra")
    assert (kofi.about, kofi.location) == ("", "")
    client.force_login(bo)
    list_page = client.get(reverse("growth:applicant_list", args=[group.slug])).text
    assert "Kofi A. Mensah" in list_page
    client.force_login(kofi)
    answer = client.post("/profile/", {"name": "  ", "time_zone": "Africa/Accra"})
    assert "This field is required." in answer.text


def test_a_guest_applies_without_a_manager_and_hears_the_answer(client, kofi, group, bo):
    group.needs_cover = True
    group.min_months = 12
    group.save()
    sent = applications.apply(group, kofi, {}, {}, at=AT)
    assert sent.cover == "not_needed"
    applications.decide(sent, "placed", words="Welcome.", by=bo, at=AT)
    assert fate("growth_opportunity_decided", AT + timedelta(minutes=10), to=kofi) == SENT
    client.force_login(kofi)
    assert "Welcome." in client.get(PAGE).text


def test_what_a_guest_applied_for_stays_readable_when_it_is_closed_to_guests(client, kofi, group):
    applications.apply(group, kofi, {}, {}, at=AT)
    group.open_to_guests = False
    group.save()
    client.force_login(kofi)
    assert client.get(PAGE).status_code == 200


def test_a_guest_runs_nothing(kofi, group):
    with pytest.raises(ValidationError) as error:
        board.add_owner(group, kofi, by=kofi, at=AT)
    assert error.value.code == "not_ours"


# ---- Guests among people


def test_guests_are_in_no_list_of_people_and_in_no_export(client, administrator, kofi, stranger):
    assert kofi not in queries.person_list("", "name", "active")
    assert list(queries.person_list("kofi", "name", "guests")) == [kofi]
    assert kofi.email not in {row[2] for row in queries.exported()}
    address = reverse("people:person_detail", args=[kofi.pk])
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(administrator)
    assert client.get(address).status_code == 200


def test_guests_get_no_right_and_are_suggested_for_nothing(cycle, kofi):
    staff = StaffForm({"email": kofi.email, "role": "organizer"})
    assert not staff.is_valid()
    suggested = NominationForm({"email": kofi.email, "reason": "Good."}, cycle=cycle)
    assert "email" in suggested.errors


def test_a_guest_whom_the_organization_takes_on_is_a_member(kofi, group):
    sent = applications.apply(group, kofi, {}, {}, at=AT)
    file = f"email,name,division\n{kofi.email},Kofi Adjei,Engineering\n"
    load(file)
    kofi.refresh_from_db()
    assert (kofi.is_guest, kofi.division) == (False, "Engineering")
    assert OpportunityApplication.objects.get() == sent
    assert kofi.email in {row[2] for row in queries.exported()}
    assert sum(guests.forget_unused(AT + timedelta(days=400)).values()) == 0
