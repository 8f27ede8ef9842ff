"""Settings while they are edited: live preview, ways out of warnings; accessible, also on a phone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.actions import links
from programs.actions import cycles, settings
from programs.catalog import TEMPLATES
from programs.models import Cycle, Milestone
from programs.programfile import load
from tests.browser.test_every_page import of, problems
from tests.factories import ApplicationFactory, UserFactory
from tests.factories.imports import make_application_import

AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
AHEAD = timedelta(weeks=1040)  # only days that can still be are proposed


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture
def women(olga):
    cycle = load(TEMPLATES["women-at-gitlab-2021"].read(), owner=olga, at=AT).cycle
    return cycles.publish(cycle, by=olga, at=AT)


def test_settings_pages_are_accessible_and_fit_a_phone(visit, women, olga):
    """With a date people do not know, links, and a file that has a wrong row."""
    ApplicationFactory(cycle=women, side="mentee", status="submitted")
    ama = Milestone.objects.get(cycle=women, title="Mid-program AMA")
    women.date_notices.create(changes=[[ama.title, "To be decided", "18 August 2021"]])
    links.add_usual(women, by=olga, at=AT)
    content = b"Email,Role\nann@example.com,mentee\nnobody,Captain\n"
    stored = make_application_import(women, content, by=olga)
    pages = ("settings_timeline", "settings_texts", "settings_messages")
    addresses = [of(women, f"programs:{name}") for name in pages]
    addresses.append(of(women, "applications:link_list"))
    addresses.append(of(women, "programs:settings_message", "call_opened"))
    addresses.append(of(women, "applications:application_import_detail", stored.pk))
    found = problems(visit, addresses, olga)
    assert found == [], "\n".join(found)


def test_the_public_page_changes_while_its_texts_are_typed(visit, women, olga):
    page = visit(of(women, "programs:settings_texts"), olga)
    page.locator("summary").filter(has_text="What it is for").click()
    page.get_by_label("What it is for").fill("Typed just now")
    page.locator("#live").get_by_text("Typed just now").wait_for()
    assert Cycle.objects.get(pk=women.pk).program.lead != "Typed just now"


def test_a_warning_comes_while_a_date_is_typed_and_goes_with_one_press(visit, women, olga):
    settings.move_dates(women, by_days=AHEAD.days, by=olga, at=AT)
    page = visit(of(women, "programs:settings_timeline"), olga)
    page.locator("[data-lines=calls] summary").first.click()
    page.locator("[name=calls-0-closes]").fill(str(date(2021, 5, 25) + AHEAD))
    page.locator("#findings").get_by_text("open for 6 days").wait_for()
    page.get_by_role("button", name="Close the call for Mentors on").click()
    page.get_by_text("Not saved yet", exact=True).wait_for()
    assert page.locator("[name=calls-0-closes]").input_value() == str(date(2021, 6, 2) + AHEAD)
