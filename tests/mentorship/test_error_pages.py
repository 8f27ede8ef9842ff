"""Whatever goes wrong, people get a page of this site that says what they can do."""

import io
import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection, transaction
from django.test import Client, override_settings
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from mentorship.urls import handler500  # noqa: F401 - as this module stands in for the address map
from mentorship.urls import urlpatterns as site_urls
from people.models import User
from tests.hostile import Page

NOTE = "A long note that nobody wants to write twice"


@login_not_required
def fail(request, how):
    if how == "read-only":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set transaction read only")
            User.objects.create(email="new@example.org")
    raise {
        "403": PermissionDenied,
        "400": SuspiciousOperation,
        "500": RuntimeError,
        "503": OperationalError,
    }[how]("secret")


@login_not_required
@require_POST
def take(request):
    raise AssertionError("never opened")


urlpatterns = [*site_urls, path("fail/<str:how>", fail), path("take", take)]


@pytest.fixture(autouse=True)
def _own_addresses(db):
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no/such/page", 404),
        ("/fail/403", 403),
        ("/fail/400", 400),
        ("/fail/500", 500),
        ("/fail/503", 503),
    ],
)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_an_error_has_a_page_with_one_heading(client, stranger, address, status, is_signed_in):
    client.raise_request_exception = False
    if is_signed_in:
        client.force_login(stranger)
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert 'lang="en' in page
    assert "secret" not in page
    assert "Go to the start page" in page


def shown_form(answer):
    """What the page would send again."""
    (form,) = [form for form in Page(answer.text).forms if "note" in form.fields]
    return form.action, form.fields["note"].values


@pytest.fixture
def quiet(client):
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("503", "probably not saved"),
        ("read-only", "Nothing can be saved right now"),
        ("500", "We cannot tell whether what you sent was saved"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_form_that_met_a_failure_is_still_there_and_can_be_sent_again(quiet, how, words):
    answer = quiet.post(f"/fail/{how}?a=1", {"note": NOTE})
    assert words in answer.text
    assert shown_form(answer) == (f"/fail/{how}?a=1", [NOTE])
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_is_an_outage_and_no_bug(quiet):
    answer = quiet.post("/fail/read-only", {"note": NOTE})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_password_is_not_shown_again(quiet):
    assert NOTE not in quiet.post("/fail/500", {"note": NOTE, "password": "x"}).text


def test_an_error_page_names_the_request_as_the_log_does(quiet, monkeypatch):
    terminal = logging.getLogger("django").handlers[0]
    monkeypatch.setattr(terminal, "stream", io.StringIO())
    answer = quiet.get("/fail/500")
    name = answer["X-Request-ID"]
    assert f"<code>{name}</code>" in answer.text
    assert f"[{name}] Internal Server Error: /fail/500" in terminal.stream.getvalue()


@pytest.mark.parametrize("address", ["/no/such/page", "/fail/403", "/fail/400", "/fail/503"])
def test_every_error_page_names_the_request(quiet, address):
    answer = quiet.get(address)
    assert f"<code>{answer['X-Request-ID']}</code>" in answer.text


def test_only_a_trusted_proxy_names_requests(client, settings):
    given = {"X-Request-ID": "from-the-proxy-1"}
    assert client.get("/livez", headers=given)["X-Request-ID"] != "from-the-proxy-1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/livez", headers=given)["X-Request-ID"] == "from-the-proxy-1"
    bad = {"X-Request-ID": "a b\x00<script>"}
    assert len(client.get("/livez", headers=bad)["X-Request-ID"]) == 8


def strict(**headers):
    return Client(enforce_csrf_checks=True, headers=headers)


def test_a_form_from_an_old_page_is_still_there_and_goes_through_with_one_more_click(stranger):
    browser = strict(origin="http://testserver")
    browser.force_login(stranger)
    answer = browser.post(
        reverse("people:profile"), {"note": NOTE, "csrfmiddlewaretoken": "x" * 32}
    )
    assert answer.status_code == 403
    assert answer.text.count("<h1") == 1
    assert "Not sent yet" in answer.text
    assert "reload" not in answer.text.lower()
    assert shown_form(answer) == (reverse("people:profile"), [NOTE])

    token = browser.cookies["csrftoken"].value
    again = browser.post(reverse("people:profile"), {"note": NOTE, "csrfmiddlewaretoken": token})
    assert again.status_code == 200  # the form's own answer


def test_a_form_of_another_site_is_never_offered_for_sending(stranger):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
        browser = strict(**headers)
        browser.force_login(stranger)
        answer = browser.post(reverse("people:profile"), {"note": NOTE})
        assert answer.status_code == 403
        assert NOTE not in answer.text
        assert "reload" not in answer.text.lower()


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_an_address_for_forms_says_so_when_it_is_opened(client, stranger, is_signed_in):
    if is_signed_in:
        client.force_login(stranger)
    answer = client.get("/take", headers={"Referer": "http://testserver/profile/"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "nothing was sent or changed" in answer.text
    assert 'href="/profile/"' in answer.text
