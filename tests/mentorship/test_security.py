"""What holds for every answer."""

import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.views.debug import ExceptionReporter

from mentorship.operations.reports import NoContentReporterFilter
from mentorship.urls import urlpatterns as site_urls

SECRET = " ".join(["passed", "over", "again"])  # not in one piece: reports quote the code around


@login_not_required
def fail(request):
    note = request.POST["note"]
    raise RuntimeError("broken" if note else "empty")


@login_not_required
def plain(request):
    return HttpResponse("plain")


urlpatterns = [*site_urls, path("fail", fail), path("plain", plain)]


@pytest.fixture(autouse=True)
def _own_addresses():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_content_policy_allows_only_our_own_files(client, db):
    policy = client.get("/plain")["Content-Security-Policy"].split("; ")
    assert {"script-src 'self'", "style-src 'self'", "style-src-attr 'unsafe-inline'"} <= set(
        policy
    )
    assert {"object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)


def test_signed_in_pages_are_not_stored(client, stranger):
    assert not client.get("/plain").has_header("Cache-Control")
    client.force_login(stranger)
    assert client.get("/plain")["Cache-Control"] == "no-store, private"


def test_a_page_for_visitors_asks_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/plain").content == b"plain"


def test_a_signed_in_page_reads_its_session_and_its_person_once(client, db, stranger):
    client.force_login(stranger)
    with CaptureQueriesContext(connection) as asked:
        client.get("/plain")
    tables = [query["sql"].partition(" FROM ")[2].split()[0] for query in asked.captured_queries]
    assert tables == ['"django_session"', '"people_user"']


def test_an_error_report_carries_nothing_that_was_written():
    request = RequestFactory().post("/fail", {"note": SECRET})
    request.exception_reporter_filter = NoContentReporterFilter()
    try:
        fail(request)
    except RuntimeError as error:
        reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
    assert SECRET not in reporter.get_traceback_html()
    assert SECRET not in reporter.get_traceback_text()


def test_a_server_error_is_logged_without_what_was_written(client, db, caplog):
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        assert client.post("/fail", {"note": SECRET}).status_code == 500
    assert "broken" in caplog.text
    assert SECRET not in caplog.text


def test_sign_in_is_asked_for_whether_or_not_the_thing_exists(client, cycle):
    there = f"/organize/{cycle.program.slug}/{cycle.slug}/messages/"
    for address in (there, "/organize/no/such/messages/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url == f"{reverse('account_login')}?next={address}"
