"""The pairing board in a real browser, with 32 and with 2,000 pairs."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from pairing.actions import edits, runs
from pairing.edits.lock import LockPair
from pairing.models import Board, Proposal, Run
from pairs.models import Pair
from tests.browser.axe import violations
from tests.factories import CycleFactory, StaffFactory
from tests.pairing.crowd import multitude

NOW = timezone.now
MOST_ROWS = 100
ROW = "[data-row]"
FOCUS = "document.activeElement.id || document.activeElement.tagName"


def of(cycle, name="board"):
    return reverse(f"pairing:{name}", args=[cycle.program.slug, cycle.slug])


def crowd_of(pairs, alone):
    cycle = CycleFactory()
    multitude(cycle, pairs, pairs + alone, divisions=6)
    return cycle


def solve(cycle):
    runs.carry_out(runs.start(cycle, by=None, at=NOW()).pk)


def organizer_of(cycle):
    return StaffFactory(program=cycle.program).person


def pairs(cycle):
    return set(Proposal.objects.filter(board__cycle=cycle).values_list("mentee", "mentor"))


def rows_in(page):
    return page.evaluate("document.querySelectorAll('[role=row],tr,article.un').length")


def focused(page):
    """What has the focus; never nothing."""
    name = page.evaluate(FOCUS)
    assert name != "BODY", "the focus is lost"
    return name


def said(page, words):
    """The line for screen readers comes to say this."""
    page.wait_for_function(
        "words => document.getElementById('board-said').textContent.includes(words)", arg=words
    )


def turn_the_pages(page, size):
    """Long lists come in pages, and are too large for a map."""
    grid = page.get_by_role("grid", name="Suggested pairs")
    assert grid.get_attribute("aria-rowcount") == str(size + 1)
    assert page.locator("#view-map").count() == 0
    page.locator("#bd-next").click()
    page.get_by_text(f"51 to 100 of {size}").wait_for()
    assert rows_in(page) < MOST_ROWS
    page.locator("#bd-prev").click()
    page.get_by_text(f"1 to 50 of {size}").wait_for()
    focused(page)


def try_another_mentor(page):
    """Asks for one mentor after the other until a swap is offered: a rule may forbid it the other mentee."""
    others = page.locator(".why-alt a[id^=with-]").evaluate_all("found => found.map(one => one.id)")
    for other in others:
        page.locator(f"#{other}").click()
        page.locator(f"#{other}").wait_for(state="detached")
        page.get_by_role("button", name="Lock and re-pair").wait_for()
        assert focused(page) == "make-edit"
        swap = page.get_by_role("button", name="Swap and lock")
        if swap.count():
            return swap.first
        page.go_back()
        page.locator(f"#{other}").wait_for()
    raise AssertionError("no mentor of the list can be swapped")


@pytest.mark.parametrize("size", [32, 2_000])
def test_run_try_lock_veto_undo_swap_and_publish(visit, size):
    cycle = crowd_of(size, 5)
    if size > 32:  # what a worker works out before the first run is not what this is about
        solve(cycle)
    page = visit(of(cycle), organizer_of(cycle))
    page.set_default_timeout(60_000)  # a whole run of 2,000 on a busy machine
    page.get_by_role("button", name=re.compile("^Suggest (pairs|again)$")).click()
    page.locator(ROW).first.wait_for()
    page.get_by_role("button", name="Suggest again").wait_for()
    assert Run.objects.filter(cycle=cycle).count() == (1 if size == 32 else 2)
    assert page.locator(ROW).count() == min(size, 50)
    assert rows_in(page) < MOST_ROWS
    if size > 32:
        turn_the_pages(page, size)
    before = pairs(cycle)

    page.locator(ROW).nth(3).locator("[data-key=l]").click()
    said(page, "Locked.")
    focused(page)
    page.locator("[data-key=l][aria-pressed=true]").first.wait_for()
    page.locator(".toast-line").get_by_role("button", name="Undo").click()
    said(page, "Undone.")

    page.locator(ROW).first.locator("[data-key=v]").click()
    page.get_by_role("button", name="Veto and re-pair").wait_for()
    said(page, "Vetoing this pair")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    assert pairs(cycle) == before
    page.get_by_role("button", name="Veto and re-pair").click()
    said(page, "Done.")
    focused(page)
    assert pairs(cycle) != before
    assert rows_in(page) < MOST_ROWS
    page.locator("#undo").click()
    said(page, "Undone.")
    assert pairs(cycle) == before

    swap = try_another_mentor(page)
    swap.click()
    said(page, "Swapped and locked.")
    assert Proposal.objects.filter(board__cycle=cycle, is_locked=True).count() == 2

    page.get_by_role("link", name="Publish pairs").click()
    page.get_by_role("button", name="Publish and tell").click()
    page.get_by_role("button", name="Take publication back").wait_for()
    assert Pair.objects.filter(cycle=cycle).count() == size


def test_everything_by_keyboard(visit):
    cycle = crowd_of(12, 2)
    solve(cycle)
    page = visit(of(cycle), organizer_of(cycle))
    page.locator(f"{ROW}[tabindex='0']").focus()
    first = focused(page)
    page.keyboard.press("ArrowDown")
    second = focused(page)
    assert first != second
    page.keyboard.press("l")
    said(page, "Locked.")
    assert focused(page) == second
    page.keyboard.press("u")
    said(page, "Undone.")
    page.locator(f"#{second}").focus()
    page.keyboard.press("v")
    page.get_by_role("button", name="Veto and re-pair").wait_for()
    page.wait_for_function(f"() => ({FOCUS}) === 'make-edit'")
    page.keyboard.press("Enter")
    said(page, "Done.")
    focused(page)
    assert Board.objects.get(cycle=cycle).vetoes.count() == 1
    page.keyboard.press("Escape")
    assert focused(page).startswith("row-")
    page.keyboard.press("/")
    assert focused(page) == "bd-q"


def test_places_weights_map_and_insight(visit):
    cycle = crowd_of(12, 3)
    solve(cycle)
    page = visit(f"{of(cycle)}?view=insight", organizer_of(cycle))
    assert violations(page) == []
    page.get_by_role("link", name="Try one more place").first.click()
    page.get_by_role("button", name="Change and re-pair").click()
    said(page, "Done.")
    assert len(pairs(cycle)) == 13
    page.locator("#undo").click()
    said(page, "Undone.")
    assert len(pairs(cycle)) == 12

    page.locator("#ask-weights").click()
    page.get_by_label("Focus areas", exact=True).fill("90")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Use them and re-pair").click()
    said(page, "Done.")
    assert cycle.pairing_weights.get(criterion="focus_areas").points == 90
    page.locator("#undo").click()
    said(page, "Undone.")
    assert not cycle.pairing_weights.exists()

    page.locator("#view-map").click()
    page.locator("[data-map] td.cur a").first.wait_for()
    assert violations(page) == []
    page.locator("[data-map] a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("c-")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.locator(".whatif, .why-h").first.wait_for()
    page.locator("td.wi").wait_for()
    focused(page)


def test_two_organizers_see_each_other_and_overwrite_nothing(visit):
    cycle = crowd_of(6, 1)
    solve(cycle)
    page = visit(of(cycle), organizer_of(cycle))
    tom = StaffFactory(program=cycle.program, person__name="Tom").person
    row = Proposal.objects.filter(board__cycle=cycle).order_by("score", "pk").first()
    edits.make(cycle, LockPair(row.mentee_id, row.mentor_id), by=tom, at=NOW())
    page.get_by_text("Tom locked a pair").wait_for()
    page.locator(f"#row-{row.mentee_id} [data-key=l]").click()
    page.get_by_role("alert").get_by_text("has changed since you opened it: Tom locked").wait_for()
    assert Proposal.objects.get(pk=row.pk).is_locked
    focused(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_phone(visit, theme):
    cycle = crowd_of(12, 2)
    solve(cycle)
    page = visit(of(cycle), organizer_of(cycle), width=390, theme=theme)
    assert violations(page) == []
    page.locator(ROW).nth(1).click(position={"x": 20, "y": 12})
    page.locator("#why.open").wait_for()
    page.locator("#pane-veto").click()
    page.get_by_role("button", name="Veto and re-pair").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Veto and re-pair").click()
    said(page, "Done.")
    focused(page)
