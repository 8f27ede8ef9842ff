"""Growth without a mouse: what somebody writes, ticks, skips and answers, key by key."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from growth.models import PersonItem, PlanAction, PlanGoal, PromotionRound, SelfAssessment
from growth.opportunities.actions.board import add_owner
from growth.pathway.queries.entries import bare_entries
from growth.plans.rules import last_day
from growth.promotion.actions import documents, reviews
from tests.factories import UserFactory
from tests.factories.growth import (
    CriterionFactory,
    GrowthOrganizerFactory,
    JobLevelFactory,
    OpportunityFactory,
    PlanTemplateFactory,
    PromotionTemplateFactory,
    RevisionFactory,
    turn_on,
)
from tests.growth.pathways import load_pathway

MOST_STOPS = 120
# The name of what has the focus, and whether the page shows that it has it.
FOCUS = """() => {
  const e = document.activeElement, label = e.labels && e.labels[0];
  const name = e.getAttribute("aria-label") || (label || e).textContent || e.value || "";
  const shows = el => {
    const style = getComputedStyle(el);
    return (style.outlineStyle != "none" && style.outlineWidth != "0px") || style.boxShadow != "none";
  };
  const near = [e, e.nextElementSibling, e.closest("label")].filter(Boolean);
  const parts = e.type == "date";  // the browser draws the focus of its parts itself
  return [name.replace(/\\s+/g, " ").trim(), parts || near.some(shows)];
}"""


@pytest.fixture
def manager(db):
    turn_on()
    return UserFactory(name="Tove Anders")


@pytest.fixture
def noor(manager):
    started_on = timezone.localdate() - timedelta(days=100)
    return UserFactory(name="Noor Castellane", manager=manager, started_on=started_on)


def tab_to(page, name):
    """Go on with Tab until something of this name has the focus, which has to be seen all along."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found, is_shown = page.evaluate(FOCUS)
        assert is_shown, f"nothing shows that “{found}” has the focus"
        if name in found:
            return
    raise AssertionError(f"no Tab leads to “{name}”")


def enter(page, name):
    """Press Enter on something that leads to another page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_plan_is_begun_and_a_step_ticked(visit, noor):
    PlanTemplateFactory(name="Lead others")
    page = visit("/growth/", noor)
    enter(page, ": Lead others")
    tab_to(page, "Where do you want to be in a year?")
    page.keyboard.type("Let go of one thing.")
    enter(page, "Begin the plan")
    enter(page, "Add a goal")
    tab_to(page, "The goal in one sentence")
    page.keyboard.type("Hand over the planning")
    enter(page, "Add the goal")
    tab_to(page, "Step")
    page.keyboard.type("Name who takes it")
    enter(page, "Add the step")
    tab_to(page, "Name who takes it")
    page.keyboard.press("Enter")
    page.get_by_text("Done on").wait_for()
    assert PlanGoal.objects.get().text == "Hand over the planning"
    assert PlanAction.objects.get().done_on is not None


def test_an_item_of_the_pathway_is_skipped_from_its_menu(visit, noor):
    load_pathway(at=timezone.now())
    page = visit("/growth/pathway/", noor)
    item = next(entry for entry in bare_entries(noor) if entry.slot.key == "y1q2")
    tab_to(page, f"More for: {item.title}")
    page.keyboard.press("Enter")
    enter(page, "Skip")
    tab_to(page, "Why?")
    page.keyboard.type("I have one already.")
    enter(page, "Skip it")
    assert PersonItem.objects.get().reason == "I have one already."


def test_a_level_is_gone_through_and_nothing_typed_is_lost(visit, noor):
    own = JobLevelFactory(rank=1, name="Senior")
    beside = JobLevelFactory(family=own.family, rank=2, name="Staff")
    first, second = (CriterionFactory(level=beside, text=text) for text in ("Leads", "Hands over"))
    RevisionFactory(plan__person=noor)
    page = visit(reverse("growth:level_choose"), noor)
    tab_to(page, "Your level")
    page.keyboard.type("Senior")
    enter(page, "This is my level")
    for words in ("Once, by luck.", "Not so far."):
        tab_to(page, "Not yet")
        page.keyboard.press("Space")
        tab_to(page, "What makes you say that?")
        page.keyboard.type(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Save").first.press("Enter")
    said = dict(SelfAssessment.objects.values_list("criterion", "words"))
    assert said == {first.pk: "Once, by luck.", second.pk: "Not so far."}


def test_a_manager_answers_a_promotion_document(visit, noor, manager):
    template = PromotionTemplateFactory()
    template.parts.create(position=1, title="Gets results", question="What changed?")
    document = documents.begin(noor, template, {"title": "Senior"}, at=timezone.now())
    claim = document.claims.get()
    at = timezone.now()
    documents.write_claim(claim, "I led it.", [], at=at, seen=claim.changed_at)
    asked = reviews.ask(document, at=at)
    page = visit(reverse("growth:review", args=[asked.pk]), manager)
    tab_to(page, "This is shown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "What would you like to see?")
    page.keyboard.type("One more example.")
    tab_to(page, "It moves forward")
    page.keyboard.press("ArrowDown")
    enter(page, "Send the answer")
    assert PromotionRound.objects.get().outcome == "more"


def test_the_longest_words_stay_on_a_phone(visit, manager):
    """In a title, a first sentence, the way back to them and the line above a heading."""
    GrowthOrganizerFactory(person=manager)
    shadow = OpportunityFactory(title="O" * 80, lead="L" * 100, place="P" * 100)
    level = JobLevelFactory(family__name="F" * 80, name="V" * 80)
    add_owner(shadow, manager, by=manager, at=timezone.now())
    page = visit(reverse("growth:opportunity", args=[shadow.slug]), manager, width=390)
    for address in (
        page.url,
        reverse("growth:opportunity_edit", args=[shadow.slug]),
        reverse("growth:applicant_list", args=[shadow.slug]),
        reverse("growth:level_edit", args=[level.family.slug, level.pk]),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_on_a_phone_this_quarter_comes_first_and_the_others_in_order(visit, noor):
    """A plan in its second quarter: what is over stands last."""
    today = timezone.localdate()
    begun = today - timedelta(days=120)
    RevisionFactory(plan__person=noor, starts_on=begun, ends_on=last_day(begun))
    page = visit("/growth/", noor, width=390)
    tops = page.eval_on_selector_all(
        ".qcol h3", "all => all.map(e => [e.getBoundingClientRect().top, e.innerText.trim()])"
    )
    assert [name for _top, name in sorted(tops)] == [f"Quarter {number}" for number in (2, 3, 4, 1)]
