"""Whatever goes wrong, people get a page of this site that says what they can do."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, override_settings
from django.urls import path, reverse

from mentorship.urls import urlpatterns as site_urls


@login_not_required
def fail(request, how):
    raise {"403": PermissionDenied, "400": SuspiciousOperation, "500": RuntimeError}[how]("secret")


urlpatterns = [*site_urls, path("fail/<str:how>", fail)]


@pytest.fixture(autouse=True)
def _own_addresses(db):
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("address", "status"),
    [("/no/such/page", 404), ("/fail/403", 403), ("/fail/400", 400), ("/fail/500", 500)],
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


def test_a_form_from_an_old_page_gets_a_page_that_says_so():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert response.status_code == 403
    assert response.content.decode().count("<h1") == 1
