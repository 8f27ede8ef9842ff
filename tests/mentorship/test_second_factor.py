"""A setting asks people with rights for a second step at sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from mentorship import environment
from tests.sign_in import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_FOR = ["administrators", "organizers"]


def add_factor(person, kind=Authenticator.Type.TOTP):
    return Authenticator.objects.create(user=person, type=kind, data={})


@pytest.mark.parametrize("who", ["administrator", "organizer", "confirmer"])
@pytest.mark.parametrize("name", ["home", "people:profile", "programs:program_list"])
def test_people_with_rights_set_a_second_step_up_first(client, request, demanded, who, name):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(reverse(name), follow=True)

    assert answer.redirect_chain[0][0] == reverse("mfa_index")
    assert "second step" in answer.content.decode()


@pytest.mark.parametrize("who", ["administrator", "organizer"])
def test_nothing_is_done_before_it_is_set_up(client, request, demanded, who):
    person = request.getfixturevalue(who)
    client.force_login(person)

    answer = client.post(reverse("people:profile"), {"name": "New", "time_zone": "UTC"})

    assert answer.url == reverse("mfa_index")
    person.refresh_from_db()
    assert person.name != "New"


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_with_a_second_step_everything_opens(client, administrator, demanded, kind):
    add_factor(administrator, kind)
    client.force_login(administrator)
    assert client.get(reverse("people:person_list")).status_code == 200


def test_codes_for_an_emergency_are_no_second_step(client, administrator, demanded):
    add_factor(administrator, Authenticator.Type.RECOVERY_CODES)
    client.force_login(administrator)
    assert client.get(reverse("people:person_list")).status_code == 302


def test_people_without_rights_are_not_asked(client, stranger, mentor, demanded):
    for person in (stranger, mentor):
        client.force_login(person)
        assert client.get(reverse("people:profile")).status_code == 200
    client.logout()
    assert client.get(reverse("programs:program_list")).status_code == 200


def test_organizers_are_not_asked_when_only_administrators_are_meant(client, organizer, settings):
    settings.SECOND_FACTOR_FOR = ["administrators"]
    client.force_login(organizer)
    assert client.get(reverse("people:profile")).status_code == 200


def test_the_way_out_and_the_way_to_a_second_step_stay_open(client, administrator, demanded):
    confirmed(client, administrator)
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout"):
        assert client.get(reverse(name)).status_code == 200


def test_fragment_of_a_page_sends_the_whole_page_there(client, administrator, demanded):
    client.force_login(administrator)
    answer = client.get(reverse("people:person_list"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("mfa_index")


def test_the_last_second_step_stays(client, administrator, demanded):
    add_factor(administrator)
    confirmed(client, administrator)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=administrator).exists()


def test_without_the_setting_a_second_step_may_go(client, administrator):
    add_factor(administrator)
    confirmed(client, administrator)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=administrator).exists()


def test_setting_with_an_unknown_word_is_refused_at_start(monkeypatch):
    monkeypatch.setenv("SECOND_FACTOR_FOR", "administrators, organisers")
    with pytest.raises(ImproperlyConfigured, match="organisers"):
        environment.some_of("SECOND_FACTOR_FOR", {"administrators", "organizers"})
