"""That the harness itself would notice."""

import pytest
from django.urls import reverse

from tests.browser.axe import violations


def test_a_signed_in_page_opens_without_an_error(visit, cycle, organizer):
    address = reverse("programs:message_list", args=[cycle.program.slug, cycle.slug])
    page = visit(address, organizer)
    assert page.url.endswith(address)
    assert page.locator("h1").count() == 1


def test_axe_finds_a_picture_without_words(visit, cycle, organizer):
    page = visit(reverse("programs:message_list", args=[cycle.program.slug, cycle.slug]), organizer)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(line.startswith("label:") for line in violations(page))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_is_as_wide_as_its_window(visit, cycle, organizer, width):
    address = reverse("programs:message_list", args=[cycle.program.slug, cycle.slug])
    page = visit(address, organizer, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
