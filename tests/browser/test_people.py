"""Importing people and looking after them."""

import pytest
from django.urls import reverse

from people.models import PeopleImport, User
from tests.browser.axe import violations_in_both_themes
from tests.factories import UserFactory, organization
from tests.factories.imports import make_import


def test_file_is_looked_at_and_then_saved(visit, administrator, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(organization.as_csv(organization.people(30)), encoding="utf-8")
    page = visit(reverse("people:import"), administrator)
    page.get_by_label("CSV or Excel file").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("30 rows. Nothing is saved yet.").wait_for()
    assert User.objects.count() == 1

    page.get_by_role("button", name="Save 30 people").click()
    page.get_by_text("The import is done.").wait_for()
    assert User.objects.count() == 31


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_about_people_are_sound(visit, administrator, width):
    person = UserFactory(about="I like maps.", focus_areas=["Maps"], languages=["English"])
    stored = make_import(b"id,name,email,age\n1,Ann,nowhere,41\n", by=administrator)
    for url in (
        reverse("people:profile"),
        reverse("people:person_list"),
        reverse("people:person_detail", args=[person.pk]),
        reverse("people:person_edit", args=[person.pk]),
        reverse("people:import"),
        reverse("people:import_detail", args=[stored.pk]),
    ):
        page = visit(url, administrator, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations_in_both_themes(page) == []
        assert page.locator("h1").count() == 1
    assert PeopleImport.objects.count() == 1
