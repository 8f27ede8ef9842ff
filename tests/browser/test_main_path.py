"""An organizer's way from submitted applications to the report, clicked in a real browser."""

import pytest
from django.urls import reverse

from applications.models import Application
from notifications.models import Message
from pairs.models import Pair
from tests.browser.axe import violations
from tests.factories import ApplicationFactory, CycleFactory, StaffFactory


@pytest.fixture
def cycle():
    cycle = CycleFactory()
    for side, division in (("mentor", "Sales"), ("mentee", "Legal")):
        for _person in range(3):
            ApplicationFactory(cycle=cycle, side=side, person__division=division)
    return cycle


def test_decide_pair_publish_and_read_the_report(visit, cycle):
    organizer = StaffFactory(program=cycle.program).person
    page = visit(of(cycle, "applications:application_list"), organizer)
    for box in page.locator("input[name=chosen]").all():
        box.check()
    page.get_by_text("6 selected").wait_for()
    page.get_by_label("What to do").select_option("eligible")
    page.get_by_role("button", name="Preview").click()
    page.locator("button[name=confirmed]").click()
    page.wait_for_url("**/applications/**")
    assert Application.objects.filter(status="eligible").count() == 6

    page.goto(of(cycle, "pairing:board"))
    assert violations(page) == []
    page.get_by_role("button", name="Suggest pairs", exact=True).click()
    page.get_by_role("link", name="Publish").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Publish and tell 6 people").click()
    page.get_by_role("button", name="Take publication back").wait_for()
    assert Pair.objects.filter(cycle=cycle).count() == 3
    assert Message.objects.filter(kind="pairs_published", status="queued").count() == 6

    page.get_by_role("button", name="Take publication back").click()
    page.get_by_role("link", name="Publish").first.wait_for()
    assert Pair.objects.filter(cycle=cycle).count() == 0
    assert not Message.objects.filter(kind="pairs_published", status="queued").exists()
    page.get_by_role("link", name="Publish").first.click()
    page.get_by_role("button", name="Publish and tell 6 people").click()
    page.get_by_role("button", name="Take publication back").wait_for()
    assert Message.objects.filter(kind="pairs_published", status="queued").count() == 6

    page.goto(of(cycle, "outcomes:report"))
    assert violations(page) == []
    assert "3" in page.get_by_role("main").inner_text()


def of(cycle, name):
    return reverse(name, args=[cycle.program.slug, cycle.slug])
