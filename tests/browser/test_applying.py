"""Applying on a phone that loses the connection, and going on at a desk."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from tests.browser.axe import violations_in_both_themes
from tests.factories import CallFactory, QuestionFactory, UserFactory


@pytest.fixture
def role(cycle):
    now = timezone.now()
    cycle.starts_on, cycle.ends_on = now.date() + timedelta(30), now.date() + timedelta(120)
    cycle.save(update_fields=["starts_on", "ends_on"])
    found = cycle.roles.get(side="mentee")
    CallFactory(role=found, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
    questionnaire = found.questionnaire
    QuestionFactory(questionnaire=questionnaire, key="goal", kind="long_text", text="Your goal?")
    both = QuestionFactory(questionnaire=questionnaire, key="before", kind="yes_no", text="Before?")
    QuestionFactory(
        questionnaire=questionnaire,
        key="how",
        text="How was it?",
        asked_if=both,
        asked_if_values=["yes"],
    )
    QuestionFactory(
        questionnaire=questionnaire, key="times", kind="week", text="When?", is_required=False
    )
    QuestionFactory(
        questionnaire=questionnaire,
        key="focus",
        kind="several",
        text="Which areas?",
        at_most=2,
        choices=["career", "speaking", "visibility"],
    )
    return found


@pytest.fixture
def person(db):
    return UserFactory(name="Ann Ahn", department="EMEA", division="Sales", job_title="Engineer")


def address(role, name="apply"):
    slugs = [role.cycle.program.slug, role.cycle.slug]
    return reverse(
        f"applications:application_{name}", args=slugs + [role.slug] * (name != "status")
    )


def test_begun_on_a_phone_without_connection_and_submitted_at_a_desk(visit, role, person):
    phone = visit(address(role), person, width=390, loses_connection=True)
    phone.get_by_label("Your goal?").fill("Lead a team")
    phone.locator("#saved-line", has_text="Draft saved").wait_for(state="attached")
    phone.context.set_offline(True)
    phone.get_by_label("Your goal?").fill("Lead a team of five")
    phone.locator("#saved", has_text="Not saved").wait_for(state="attached")
    phone.context.set_offline(False)
    phone.locator("#saved", has_text="Draft saved").wait_for(state="attached")

    desk = visit(address(role), person)
    assert desk.get_by_label("Your goal?").input_value() == "Lead a team of five"
    assert desk.get_by_label("How was it?").is_hidden()
    desk.get_by_role("group", name="Before?").get_by_role("radio", name="Yes").check()
    desk.get_by_label("How was it?").fill("Good")
    desk.get_by_role("checkbox", name="Career").check()
    desk.get_by_role("checkbox", name="Speaking").check()
    assert desk.get_by_role("checkbox", name="Visibility").is_disabled()
    desk.get_by_role("checkbox", name="Monday midday, 11–14").check(force=True)
    desk.get_by_role("button", name="Submit application").click()
    desk.get_by_role("heading", name="One answer needs another look").wait_for()
    desk.get_by_role("link", name="Choose an answer").click()
    commitment = desk.get_by_role("group", name="Can you take part the whole time")
    assert commitment.get_by_text("Choose an answer").is_visible()
    commitment.get_by_role("radio", name="Yes").check()
    assert commitment.get_by_text("Choose an answer").count() == 0
    assert commitment.locator("[aria-invalid=true], .is-invalid").count() == 0
    desk.get_by_role("button", name="Submit application").click()
    desk.get_by_role("heading", name="We have your application", level=1).wait_for()
    application = Application.objects.get()
    assert application.status == Application.Status.SUBMITTED
    assert application.response.answers.get(question__key="goal").text == "Lead a team of five"


def test_what_was_missing_is_no_longer_asked_for_once_it_is_given(visit, role, person):
    page = visit(address(role), person)
    page.get_by_role("button", name="Submit application").click()
    goal = page.locator(".question", has_text="Your goal?")
    assert goal.locator(".invalid-feedback").is_visible()
    page.get_by_label("Your goal?").fill("  ")
    assert goal.locator(".invalid-feedback").is_visible()
    page.get_by_label("Your goal?").fill("Lead a team")
    assert goal.locator(".invalid-feedback, .is-invalid, [aria-invalid=true]").count() == 0
    areas = page.get_by_role("group", name="Which areas?")
    assert areas.locator(".invalid-feedback").is_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_applicants_pages_are_usable_by_everybody(visit, role, person, width):
    for name in ("apply", "status"):
        page = visit(address(role, name), person, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations_in_both_themes(page) == []


def test_signed_out_while_typing_the_page_says_so_and_keeps_the_words(visit, role, person):
    page = visit(address(role), person)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Your goal?").fill("Typed after the session had ended")
    page.locator("#saved", has_text="you are signed out").wait_for(state="attached")
    assert page.get_by_label("Your goal?").input_value() == "Typed after the session had ended"
    assert not Application.objects.exists()


def test_two_windows_of_one_application_are_told_of_each_other(visit, role, person):
    one, other = visit(address(role), person), visit(address(role), person, width=390)
    one.get_by_label("Your goal?").fill("Lead a team")
    one.locator("#saved-line", has_text="Draft saved").wait_for(state="attached")
    one.get_by_label("Your goal?").fill("Lead a team of five")
    one.wait_for_timeout(2500)
    assert "Draft saved" in one.locator("#saved").inner_text()
    other.get_by_label("Your goal?").fill("Write better")
    other.locator("#elsewhere", has_text="Lead a team of five").wait_for()
    assert "Both texts are kept" in other.locator("#elsewhere").inner_text()
    assert violations_in_both_themes(other) == []
    one.reload()
    one.get_by_role("button", name="Use this text").click()
    one.get_by_label("Your goal?").wait_for()
    assert one.get_by_label("Your goal?").input_value() == "Write better"
