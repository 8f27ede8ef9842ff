"""Accounts in a real browser: what needs JavaScript, and that every page is for everybody."""

import pytest
from django.urls import reverse

from tests.browser.axe import violations_in_both_themes
from tests.factories.people import UserFactory

PASSWORD = "a long and winding road"
WAYS_IN = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
]
OWN_PAGES = ["account", "account_email", "account_set_password", "mfa_index", "usersessions_list"]


@pytest.fixture
def person():
    user = UserFactory(name="Mia Mentee")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page, person):
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def plug_in_key(page):
    """A phone or a laptop that says yes to everything."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: devices.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": added["authenticatorId"], "isUserVerified": False},
    )


def add_passkey(page):
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Add it").click()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", WAYS_IN)
def test_pages_on_the_way_in_are_for_everybody(visit, settings, name, width):
    settings.SIGNUP_DOMAINS = ["example.com"]
    assert violations_in_both_themes(visit(reverse(name), width=width)) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_are_for_everybody(visit, stranger, name, width):
    assert violations_in_both_themes(visit(reverse(name), stranger, width=width)) == []


def test_sign_in_with_a_passkey_alone(visit, person):
    page = visit(reverse("account_login"))
    plug_in_key(page)
    sign_in(page, person)
    add_passkey(page)
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto(reverse("account"))
    assert page.get_by_role("heading", name="Your account").is_visible()


def test_refused_passkey_is_said_in_words(visit, person):
    page = visit(reverse("account_login"))
    refuse = plug_in_key(page)
    sign_in(page, person)
    refuse()
    add_passkey(page)
    page.get_by_text("Nothing was added.").wait_for()


def test_sign_out_through_the_menu(visit, stranger):
    page = visit(reverse("account"), stranger)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto(reverse("account"))
    assert reverse("account_login") in page.url


def test_sign_up_knows_the_zone_of_the_browser(visit, settings):
    settings.SIGNUP_DOMAINS = ["example.com"]
    page = visit(reverse("account_signup"))
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert page.locator("input[name=time_zone]").input_value() == zone
