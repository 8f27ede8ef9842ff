"""Journeys in a real Chromium, on a live server with the real static files.

    def test_something(visit, organizer):
        page = visit("/organize/", organizer, width=390)
        page.get_by_role("button", name="Publish").click()
        assert violations(page) == []

A test fails on its own when the page logs an error, an image is missing or the content policy is broken.
"""

import os
import shutil
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.sign_in import confirmed

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
BROWSER_TESTS = os.environ.get("BROWSER_TESTS", "")  # required: fail instead of skip; no: leave out
HEIGHTS = {1440: 900, 390: 844}


def _why_not():
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed: pip install -r requirements-dev.txt"
    if not CHROMIUM:
        return "no Chromium: apt-get install -y chromium, or set CHROMIUM=/path/to/chromium"
    return None


def pytest_collection_modifyitems(config, items):
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
    if BROWSER_TESTS == "no":
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]
    elif ours and (reason := _why_not()):
        if BROWSER_TESTS == "required":
            raise pytest.UsageError(f"Browser tests are required here, but {reason}")
        for item in ours:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, in which Django refuses to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser, live_server):
    """visit(address, person=None, width=1440, theme="light") opens a page as this person.

    `loses_connection`: the browser logs each failed request; that is what the test is about.
    """
    contexts, errors = [], []

    def open_page(address, person=None, *, width=1440, theme="light", loses_connection=False):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=theme,
            reduced_motion="reduce",
            has_touch=width < 800,
        )
        contexts.append(context)
        if person:
            context.add_cookies([_session_cookie(person, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if not loses_connection:
            page.on("console", lambda message: _note_error(message, page, errors))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    _until_the_server_rests()
    assert errors == []


def _until_the_server_rests():
    """A request that is still answered after its page was closed would stand in the way of emptying
    the tables."""
    busy = """select 1 from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
            and backend_type = 'client backend'
            and (state <> 'idle' or state_change > clock_timestamp() - interval '0.2 s')"""
    last = monotonic() + 10
    with connection.cursor() as cursor:
        while monotonic() < last:
            cursor.execute(busy)
            if cursor.fetchone() is None:
                return
            sleep(0.05)


def _session_cookie(person, url):
    client = Client()
    confirmed(client, person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def _note_error(message, page, errors):
    """Errors count; a page that is itself a 403 or 404 is none, a missing picture is one."""
    if message.type == "error" and message.location.get("url") != page.url:
        errors.append(f"{page.url}: {message.text}")
