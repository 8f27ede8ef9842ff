import re
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from notifications.models import Message
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
sends_mail = pytest.mark.django_db(transaction=True)  # mail goes out when the transaction holds
PASSWORD = "a long and winding road"


@pytest.fixture
def person():
    user = UserFactory(name="Mia Mentee", email="mia@example.org", time_zone="Europe/Vienna")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def open_domain(settings):
    settings.SIGNUP_DOMAINS = ["example.org"]


@pytest.fixture
def at_home(client, person):
    """Mia's browser, signed in a moment ago."""
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_in_mail():
    return re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[-1].body, re.M).group(1)


def sign_up(client, email, **more):
    data = {"name": "Nia New", "email": email, "password1": PASSWORD, "time_zone": "Europe/Lisbon"}
    return client.post(reverse("account_signup"), data | more)


def test_sign_in_with_password(client, person):
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@sends_mail
def test_sign_in_with_a_code_from_the_mail(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(person.pk)


@sends_mail
def test_imported_person_without_password_signs_in_with_a_code(client):
    person = UserFactory(email="ida@example.org", verified=False)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert EmailAddress.objects.get(user=person).verified


def test_closed_account_does_not_get_in(client, person):
    User.objects.update(is_active=False)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@sends_mail
@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_code_looks_the_same_for_known_and_unknown(client, person, known):
    email = person.email if known else "nobody@example.org"
    answer = client.post(reverse("account_request_login_code"), {"email": email}, follow=True)
    assert answer.redirect_chain == [(reverse("account_confirm_login_code"), 302)]
    assert f'We sent a code to <b class="wrapany">{email}</b> if' in answer.content.decode()
    assert len(mail.outbox) == 1


@sends_mail
@pytest.mark.parametrize("known", [True, False])
def test_forgotten_password_looks_the_same_for_known_and_unknown(client, person, known):
    email = person.email if known else "nobody@example.org"
    answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    assert answer.redirect_chain == [(reverse("account_confirm_password_reset_code"), 302)]
    assert len(mail.outbox) == 1


@sends_mail
def test_forgotten_password_is_replaced_with_a_code(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in_mail()})
    new = "an even longer road"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)


def test_sign_up_is_closed_without_domains(client):
    answer = client.get(reverse("account_signup"))
    assert "Your organization makes the accounts" in answer.content.decode()
    sign_up(client, "nia@example.org")
    assert not User.objects.exists()


@sends_mail
def test_sign_up_of_an_address_of_the_organization(client, open_domain):
    sign_up(client, "Nia@Example.org")
    person = User.objects.get()
    assert (person.email, person.name, person.time_zone) == (
        "nia@example.org",
        "Nia New",
        "Europe/Lisbon",
    )
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    "email", ["nia@elsewhere.org", "nia@sub.example.org", "nia@example.org.evil"]
)
def test_sign_up_from_elsewhere_is_refused(client, open_domain, email):
    answer = sign_up(client, email)
    assert answer.context["form"].has_error("email", "wrong_domain")
    assert not User.objects.exists()


def test_sign_up_with_a_nonsense_zone_falls_back(client, open_domain):
    sign_up(client, "nia@example.org", time_zone="Mars/Olympus")
    assert User.objects.get().time_zone == "UTC"


@sends_mail
def test_sign_up_with_a_known_address_tells_only_the_mailbox(client, open_domain, person):
    answer = sign_up(client, person.email)
    new = sign_up(client, "nia@example.org")
    assert (answer.status_code, answer.url) == (new.status_code, new.url)
    assert mail.outbox[0].subject == "You already have an account"


@sends_mail
def test_account_mail_leaves_a_row_without_words(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    row = Message.objects.get()
    assert (row.to, row.kind, row.status, row.is_account) == (
        person,
        "account_login_code",
        Message.Status.SENT,
        True,
    )
    assert (row.subject, row.body, row.context) == ("", "", {})
    assert not Message.objects.listed().exists()


@sends_mail
def test_account_mail_that_fails_says_so_and_is_recorded(client, person, settings):
    settings.EMAIL_BACKEND = "tests.mentorship.test_sign_in.DeadBackend"
    answer = client.post(
        reverse("account_request_login_code"), {"email": person.email}, follow=True
    )
    assert "The mail did not go out" in answer.content.decode()
    row = Message.objects.get()
    assert (row.status, row.problem) == (Message.Status.FAILED, "SMTPServerDisconnected")


class DeadBackend:
    def __init__(self, **_options):
        pass

    def send_messages(self, _mails):
        raise SMTPServerDisconnected


@sends_mail
def test_changing_the_address_needs_its_code(at_home, person):
    at_home.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "mia@example.org"
    assert mail.outbox[-1].to == ["new@example.org"]
    assert Message.objects.get().address == "new@example.org"
    at_home.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    person.refresh_from_db()
    assert person.email == "new@example.org"


@pytest.mark.parametrize(
    "name",
    [
        "account",
        "account_email",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
    ],
)
def test_account_pages_open(at_home, name):
    answer = at_home.get(reverse(name))
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", ["account", "account_email", "mfa_index", "usersessions_list"])
def test_account_pages_ask_visitors_to_sign_in(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_request_login_code", "account_reset_password"],
)
def test_pages_on_the_way_in_need_no_query(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        answer = client.get(reverse(name))
    assert answer.content.decode().count("<h1") == 1


def test_sensitive_change_asks_again_after_a_while(client, person):
    client.force_login(person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    page = client.get(answer.url).content.decode()
    assert "Confirm that it is you" in page


def test_too_many_tries_are_stopped(client, person):
    wrong = {"login": person.email, "password": "wrong"}
    for _try in range(12):
        answer = client.post(reverse("account_login"), wrong)
    page = answer.content.decode()
    assert "too many tries" in page
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_times_are_in_the_zone_of_the_profile(client, person):
    client.force_login(person)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Times are in Europe/Vienna." in page
    assert 'data-zone="Europe/Vienna"' in page
