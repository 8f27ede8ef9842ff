"""Settings as lines in a real browser: opened, added, put in order, counted, and not left unsaved."""

from datetime import UTC, datetime

import pytest

from programs.catalog import TEMPLATES
from programs.programfile import load
from tests.browser.axe import violations
from tests.browser.test_every_page import of
from tests.factories import UserFactory

AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
SECTIONS = (
    "programs:settings_timeline",
    "programs:settings_texts",
    "programs:settings_surveys",
    "programs:settings_faq",
    "applications:settings_review",
    "pairs:settings_agendas",
    "pairing:settings_pairing",
)


@pytest.fixture
def olga(db):
    return UserFactory(name="Olga Organizer", may_create_programs=True)


@pytest.fixture
def women(olga):
    return load(TEMPLATES["women-at-gitlab-2021"].read(), owner=olga, at=AT).cycle


def unsaved(page):
    return page.locator("[data-unsaved-said]").inner_text()


def test_a_line_is_added_moved_by_keyboard_and_saved(visit, women, olga):
    first = women.faq.first().question
    page = visit(of(women, "programs:settings_faq"), olga)
    assert unsaved(page) == ""
    for word in ("One", "Two"):
        page.get_by_role("button", name="Add a question", exact=True).click()
        page.keyboard.type(f"{word} more?")
        page.keyboard.press("Tab")
        page.keyboard.type("Yes.")
    page.get_by_text("2 unsaved changes").wait_for()
    lines = page.locator("[data-lines=faq] > li:visible")
    for _press in range(lines.count()):
        page.keyboard.press("Alt+ArrowUp")
    assert lines.first.locator(".ln-text").inner_text() == "Two more?"
    page.get_by_text("3 unsaved changes").wait_for()
    page.get_by_role("button", name=f"Move up: {first}").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    asked = list(women.faq.values_list("question", flat=True))
    assert asked[:2] == [first, "Two more?"]
    assert asked[-1] == "One more?"


def test_a_page_with_changes_is_not_left_without_a_question(visit, women, olga):
    page = visit(of(women, "applications:settings_review"), olga)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_text("Reviews", exact=True).click()
    page.locator("[name=reviews_wanted]").fill("4")
    page.get_by_text("1 unsaved change", exact=True).wait_for()
    page.get_by_role("link", name="Discard").click()
    page.wait_for_load_state()
    assert asked == []
    assert unsaved(page) == ""
    page.get_by_text("Reviews", exact=True).click()
    page.locator("[name=reviews_wanted]").fill("4")
    page.get_by_role("link", name="FAQ").click()
    page.wait_for_url("**/faq/")
    assert asked == ["beforeunload"]


def test_a_rule_shows_the_numbers_it_uses_only(visit, women, olga):
    page = visit(of(women, "pairing:settings_pairing"), olga)
    rule = page.get_by_role("group", name="Mentor and mentee in different divisions.")
    points = rule.get_by_label("Points taken off")
    rule.get_by_label("Must").check()
    assert not points.is_visible()
    rule.get_by_label("Prefer").check()
    points.fill("30")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    saved = women.pairing_rules.get(name="cross_division")
    assert (saved.strength, saved.points) == ("soft", 30)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_open_lines_are_accessible_and_fit(visit, women, olga, width, theme):
    page = visit(of(women, SECTIONS[0]), olga, width=width, theme=theme)
    for name in SECTIONS:
        page.goto(of(women, name))
        page.evaluate("document.querySelectorAll('.lines details').forEach(d => (d.open = true))")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390])
def test_questions_are_changed_added_and_moved_in_place(visit, women, olga, width):
    form = women.roles.get(side="mentee").questionnaire
    first, second = form.questions.asked()[:2]
    page = visit(of(women, "programs:settings_form", form.pk), olga, width=width)
    loads = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.locator(f"#q{first.pk} summary").click()
    page.locator(f"#q{first.pk} [name=text]").fill("What do you do?")
    page.get_by_text("1 unsaved change", exact=True).wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(f"#q{first.pk}").get_by_role("status").get_by_text("saved", exact=True).wait_for()
    page.get_by_role("link", name="Add a question").click()
    new = page.locator("#question-new")
    for text in ("Tea or coffee?", "Why?"):
        new.locator("[name=text]").fill(text)
        new.locator("[name=kind]").select_option("one" if "Tea" in text else "long_text")
        if "Tea" in text:
            assert not new.locator("[name=low]").is_visible()
            new.locator("[name=choices]").fill("Tea\nCoffee")
        new.get_by_role("button", name="Add the question").click()
        page.locator("#question-list").get_by_text(text).wait_for()
    page.locator(f"#q{second.pk} summary").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.locator(f"#question-list li:first-child#q{second.pk}").wait_for()
    assert loads == []
    assert form.questions.get(pk=first.pk).text == "What do you do?"
    assert form.questions.filter(text__in=["Tea or coffee?", "Why?"]).count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
