"""The frame around pages, in a real browser."""

import pytest
from django.urls import reverse

from tests.browser.axe import violations_in_both_themes


@pytest.fixture
def account(visit, stranger):
    return visit(reverse("account"), stranger)


def theme(page):
    return page.evaluate("document.documentElement.dataset.bsTheme")


def test_theme_follows_the_system_until_somebody_chooses(account):
    assert theme(account) == "light"
    account.get_by_role("button", name="Switch between light and dark").click()
    assert theme(account) == "dark"
    account.reload()
    assert theme(account) == "dark"


def test_menu_on_the_phone_opens_and_closes_with_the_keyboard(visit, stranger):
    page = visit(reverse("account"), stranger, width=390)
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.press("Enter")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()


def test_skip_link_is_the_first_stop_and_leads_to_the_page(account):
    account.keyboard.press("Tab")
    assert account.evaluate("document.activeElement.className") == "skip"
    account.keyboard.press("Enter")
    assert account.evaluate("document.activeElement.id") == "main"


def test_a_page_that_is_not_there_is_accessible_too(visit, stranger):
    page = visit("/pairs/999999/", stranger)
    assert page.locator("code").count() == 1  # the number to name when somebody asks about it
    assert violations_in_both_themes(page) == []


def test_fragment_asked_for_after_signing_out_leads_to_sign_in(account):
    account.evaluate(
        """() => { const button = document.createElement("button"); button.id = "ask";
        button.setAttribute("hx-get", location.pathname); button.setAttribute("hx-target", "h1");
        document.querySelector("main").append(button); htmx.process(button); }"""
    )
    account.context.clear_cookies()
    account.click("#ask")
    account.wait_for_url(f"**{reverse('account_login')}**")


def test_second_press_sends_nothing(account):
    sent = []
    account.on("request", lambda request: sent.append(request.url))
    account.route("**/slow/", lambda route: route.fulfill(status=204))
    account.evaluate(
        """() => { const form = document.createElement("form"); form.method = "post"; form.action = "/slow/";
        form.innerHTML = '<button data-busy="Sending…">Send</button>';
        document.querySelector("main").append(form); }"""
    )
    button = account.get_by_role("button", name="Send")
    button.click()
    account.get_by_role("button", name="Sending…").click(force=True)
    assert len([url for url in sent if url.endswith("/slow/")]) == 1
