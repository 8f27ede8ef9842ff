"""Making a program from a template that asks for the organization's own names, and what a draft asks
for next: in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import Program
from tests.browser.axe import violations
from tests.factories import CallFactory, UserFactory
from tests.pairing.crowd import apply
from tests.pairing.test_publication import solve


@pytest.mark.parametrize("width", [1440, 390])
def test_only_the_questions_of_the_chosen_template_are_asked(visit, db, width):
    maker = UserFactory(name="Maria Maker", may_create_programs=True)
    page = visit(reverse("programs:program_create"), maker, width=width)
    asked = page.get_by_label("What do people call your organization?")
    assert not asked.is_visible()
    page.get_by_text("Women, across divisions. Three").click()
    assert asked.is_visible()
    assert violations(page) == []

    page.get_by_label("Name of the program").fill("Women at Fernhill")
    page.get_by_label("Name of the cycle").fill("Spring")
    page.get_by_role("button", name="Create the program").click()
    page.wait_for_load_state()
    assert violations(page) == []
    assert asked.is_visible()
    asked.fill("Fernhill")
    page.get_by_role("button", name="Create the program").click()
    page.wait_for_load_state()

    cycle = Program.objects.get().cycles.get()
    page.goto(reverse("outcomes:dashboard", args=[cycle.program.slug, cycle.slug]))
    assert page.get_by_text("Set up this cycle").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_an_open_call_is_said_before_pairs_are_published(visit, cycle, organizer, width):
    now = timezone.now()
    role = cycle.roles.get(side="mentee")
    CallFactory(role=role, opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=9))
    apply(cycle, "mentor", name="Ann", division="A")
    apply(cycle, "mentee", name="Cy", division="B")
    solve(cycle)
    address = reverse("pairing:publish", args=[cycle.program.slug, cycle.slug])
    page = visit(address, organizer, width=width)
    assert violations(page) == []
    page.get_by_role("button", name="Close the call now").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="Publish and tell").is_visible()
