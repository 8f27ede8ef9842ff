"""An organizer sets up a program from nothing and opens its call, counting every activation."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from programs.models import Call
from tests.browser.axe import violations
from tests.factories import UserFactory


class Hand:
    """Clicks and counts; typing is free."""

    def __init__(self, page):
        self.page, self.activations = page, 0

    def press(self, role, name):
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.activations += 1


def test_a_program_is_set_up_and_its_call_opens_in_under_60_activations(visit, db):
    maker = UserFactory(name="Maria Maker", may_create_programs=True)
    today = timezone.now().date()
    page = visit(reverse("programs:program_create"), maker)
    hand = Hand(page)
    page.get_by_label("Name of the program").fill("Sisters in Science")
    page.get_by_label("Name of the cycle").fill("Spring")
    page.get_by_label("First day").fill(str(today + timedelta(days=70)))
    hand.press("button", "Create the program")

    page.goto("/organize/sisters-in-science/spring/settings/timeline/")
    hand.activations += 1
    page.locator("[data-lines=calls] summary").first.click()
    hand.activations += 1
    page.locator("[name=calls-0-opens]").fill(str(today - timedelta(days=1)))
    page.locator("[name=calls-0-closes]").fill(str(today + timedelta(days=20)))
    hand.press("button", "Save")
    page.get_by_text("Saved.").first.wait_for()
    assert violations(page) == []

    page.goto("/organize/sisters-in-science/spring/settings/")
    hand.activations += 1
    page.locator("form[action$='/step/publish/'] button").click()
    page.wait_for_load_state()
    hand.activations += 1

    assert Call.objects.get(role__side="mentor").state(timezone.now()) == Call.State.OPEN
    visitor = visit("/programs/sisters-in-science/spring/")
    assert visitor.locator("a[href$='/apply/mentor/']").count() >= 1
    assert hand.activations < 60
