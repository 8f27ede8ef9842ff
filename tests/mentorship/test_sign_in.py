import time
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone

from notifications.actions import account_mail, delivery
from notifications.models import Envelope, Message
from people.models import User
from tests.account_mails import code_in_last, delivered
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
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


def sign_up(client, email, **more):
    data = {"name": "Nia New", "email": email, "password1": PASSWORD, "time_zone": "Europe/Lisbon"}
    return client.post(reverse("account_signup"), data | more)


def test_sign_in_with_password(client, person):
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_with_a_code_from_the_mail(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_last()})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_imported_person_without_password_signs_in_with_a_code(client):
    person = UserFactory(email="ida@example.org", verified=False)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_last()})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert EmailAddress.objects.get(user=person).verified


def test_closed_account_does_not_get_in(client, person):
    User.objects.update(is_active=False)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("known", [True, False])
def test_asking_for_a_code_looks_the_same_for_known_and_unknown(client, person, known):
    email = person.email if known else "nobody@example.org"
    answer = client.post(reverse("account_request_login_code"), {"email": email}, follow=True)
    assert answer.redirect_chain == [(reverse("account_confirm_login_code"), 302)]
    assert f'A code is on its way to <b class="wrapany">{email}</b> if' in answer.text
    assert len(delivered()) == 1


@pytest.mark.parametrize("known", [True, False])
def test_forgotten_password_looks_the_same_for_known_and_unknown(client, person, known):
    email = person.email if known else "nobody@example.org"
    answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    assert answer.redirect_chain == [(reverse("account_confirm_password_reset_code"), 302)]
    assert len(delivered()) == 1


def test_forgotten_password_is_replaced_with_a_code(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in_last()})
    new = "an even longer road"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)


def test_sign_up_is_closed_without_domains(client):
    answer = client.get(reverse("account_signup"))
    assert "Your organization makes the accounts" in answer.content.decode()
    sign_up(client, "nia@example.org")
    assert not User.objects.exists()


def test_sign_up_of_an_address_of_the_organization(client, open_domain):
    sign_up(client, "Nia@Example.org")
    person = User.objects.get()
    assert (person.email, person.name, person.time_zone) == (
        "nia@example.org",
        "Nia New",
        "Europe/Lisbon",
    )
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_email_verification_sent"), {"code": code_in_last()})
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


def test_sign_up_with_a_known_address_tells_only_the_mailbox(client, open_domain, person):
    answer = sign_up(client, person.email)
    new = sign_up(client, "nia@example.org")
    assert (answer.status_code, answer.url) == (new.status_code, new.url)
    assert delivered()[0].subject == "You already have an account"


def ask_for_code(client, person):
    return client.post(reverse("account_request_login_code"), {"email": person.email}, follow=True)


def test_account_mail_leaves_a_row_without_words(client, person):
    ask_for_code(client, person)
    delivered()
    row = Message.objects.get()
    assert (row.to, row.kind, row.status, row.is_account) == (
        person,
        "account_login_code",
        Message.Status.SENT,
        True,
    )
    assert (row.subject, row.body, row.context) == ("", "", {})
    assert not Message.objects.listed().exists()
    assert not Envelope.objects.exists()


def test_no_request_waits_for_the_mail_server(client, person, settings):
    """The mail server is not even asked before the answer is there."""
    settings.EMAIL_BACKEND = f"{__name__}.DeadBackend"
    assert "A code is on its way" in ask_for_code(client, person).text
    assert Message.objects.get().status == Message.Status.QUEUED
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("account_confirm_login_code"), {"code": code_in_last()})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_waiting_code_cannot_be_read_in_the_database_and_is_in_no_list(client, person):
    ask_for_code(client, person)
    (envelope,) = Envelope.objects.values()
    assert not Message.objects.waiting(timezone.now()).exists()
    code = code_in_last()
    assert code not in str(envelope)


def test_a_mail_server_in_trouble_is_asked_again_until_the_code_has_run_out(
    client, person, settings
):
    settings.EMAIL_BACKEND = f"{__name__}.DeadBackend"
    ask_for_code(client, person)
    start = timezone.now()
    minutes = [start + timedelta(minutes=number) for number in range(20)]
    tried = [account_mail.send_waiting(at)["account mails"] for at in minutes]
    assert sum(tried) > 5
    row = Message.objects.get()
    assert (row.status, row.problem) == (
        Message.Status.FAILED,
        "The mail server cannot be reached (SMTPServerDisconnected).",
    )
    assert not Envelope.objects.exists()


def test_an_address_the_mail_server_refuses_is_not_tried_again(client, person, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    ask_for_code(client, person)
    account_mail.send_waiting(timezone.now())
    assert Message.objects.get().status == Message.Status.FAILED
    assert not Envelope.objects.exists()


def test_a_code_that_has_run_out_is_not_sent(client, person):
    ask_for_code(client, person)
    account_mail.send_waiting(timezone.now() + timedelta(minutes=16))
    assert (Message.objects.get().status, mail.outbox) == (Message.Status.FAILED, [])


def test_words_of_a_mail_whose_sender_was_killed_are_deleted(client, person):
    ask_for_code(client, person)
    Message.objects.update(status=Message.Status.SENDING, claimed_at=timezone.now())
    delivery.give_up_on_stuck(timezone.now() + timedelta(minutes=16))
    account_mail.send_waiting(timezone.now())
    assert Message.objects.get().status == Message.Status.UNCERTAIN
    assert not Envelope.objects.exists()


class DeadBackend(BaseEmailBackend):
    def open(self):
        raise SMTPServerDisconnected


class RefusingBackend(BaseEmailBackend):
    def send_messages(self, mails):
        raise SMTPRecipientsRefused({mails[0].to[0]: (550, b"unknown")})


CODE_PAGES = [
    ("account_request_login_code", "account_confirm_login_code"),
    ("account_reset_password", "account_confirm_password_reset_code"),
]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("ask", "enter"), CODE_PAGES)
def test_a_code_works_for_a_quarter_of_an_hour_and_then_says_that_it_ran_out(
    client, person, ask, enter, known
):
    email = person.email if known else "nobody@example.org"
    now = time.time()
    with time_machine.travel(now, tick=False) as clock:
        client.post(reverse(ask), {"email": email})
        clock.shift(15 * 60 - 1)
        assert client.get(reverse(enter)).status_code == 200
        clock.shift(2)
        answer = client.post(reverse(enter), {"code": "BCDF-GHJK"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(ask)
    assert "The code ran out. We can send you a new one." in answer.text
    assert f'value="{email}"' in answer.text


def test_a_new_code_works_as_long_as_the_first_one(client, person):
    with time_machine.travel(time.time(), tick=False) as clock:
        ask_for_code(client, person)
        clock.shift(14 * 60)
        client.post(reverse("account_confirm_login_code"), {"action": "resend"})
        clock.shift(14 * 60)
        client.post(reverse("account_confirm_login_code"), {"code": code_in_last()})
        assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    "typed",
    [
        "{code} ",
        "“{code}”",
        "\u200b{code}\u00ad",
        "\u202d{code}\u202c",
        "{low}",
        "{wide}",
        "{code}.",
    ],
)
def test_a_pasted_code_counts_for_its_letters_and_digits(client, person, typed):
    ask_for_code(client, person)
    code = code_in_last()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    typed = typed.format(code=code, low=code.lower().replace("-", " "), wide=wide)
    client.post(reverse("account_confirm_login_code"), {"code": typed})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_after_too_many_wrong_codes_the_address_is_still_there(client, person):
    ask_for_code(client, person)
    for _try in range(3):
        answer = client.post(reverse("account_confirm_login_code"), {"code": "wrong"}, follow=True)
    assert "get a new code" in answer.text
    assert f'value="{person.email}"' in answer.text


def test_a_code_for_a_new_address_that_ran_out_says_so(at_home):
    with time_machine.travel(time.time(), tick=False) as clock:
        at_home.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
        clock.shift(16 * 60)
        answer = at_home.get(reverse("account_email_verification_sent"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("account_email")
    assert "The code ran out" in answer.text


def test_after_signing_in_nothing_says_that_a_code_ran_out(client, person):
    ask_for_code(client, person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    answer = client.get(reverse("account_confirm_login_code"), follow=True)
    assert "ran out" not in answer.text


def test_changing_the_address_needs_its_code(at_home, person):
    at_home.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    person.refresh_from_db()
    assert person.email == "mia@example.org"
    assert delivered()[-1].to == ["new@example.org"]
    assert Message.objects.get().address == "new@example.org"
    at_home.post(reverse("account_email_verification_sent"), {"code": code_in_last()})
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
    assert "Times are in Vienna time." in page
    assert 'data-zone="Europe/Vienna"' in page
