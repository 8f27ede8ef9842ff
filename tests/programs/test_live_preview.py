"""The public page as it would look, while its texts are typed."""

import pytest

from programs.models import Cycle
from tests.programs.settings_page import html

pytestmark = pytest.mark.django_db
TYPED = {
    "program-lead": "Typed lead",
    "cycle-structure": "Two **weeks** <script>alert(1)</script>",
    "check": "1",
}


def type_it(page, cycle, changes, **more):
    here = page.address(cycle, "settings_texts")
    return page.client.post(here, page.fields(cycle, "settings_texts") | changes, **more)


def test_what_is_typed_is_shown_in_the_page_beside_the_form(page, women):
    text = html(type_it(page, women, TYPED, headers={"HX-Request": "true"}))
    assert text.lstrip().startswith('<div id="live"')
    assert "Typed lead" in text
    assert "<strong>weeks</strong>" in text
    assert "<script>alert" not in text
    assert "Week of 16 August 2021" in text
    assert Cycle.objects.get(pk=women.pk).program.lead != "Typed lead"


def test_without_scripts_the_whole_page_opens_and_nothing_is_saved(page, women):
    text = html(type_it(page, women, TYPED))
    assert "This is how it would look." in text
    assert "<h1" in text
    assert "Typed lead" in text
    assert Cycle.objects.get(pk=women.pk).program.lead != "Typed lead"


def test_what_cannot_be_shown_yet_leaves_the_preview_or_says_why(page, women):
    wrong = {"program-name": "", "check": "1"}
    assert type_it(page, women, wrong, headers={"HX-Request": "true"}).status_code == 204
    text = html(type_it(page, women, wrong))
    assert "errsum" in text
    assert Cycle.objects.get(pk=women.pk).program.name == women.program.name


def test_the_preview_has_the_same_words_as_the_public_page(page, women):
    preview = _tight(type_it(page, women, {"check": "1"}, headers={"HX-Request": "true"}))
    public = _tight(page.client.get(page.address(women, "cycle_public")))
    inside = preview[preview.index('<ulclass="facts">') : preview.rindex("</div></div>")]
    assert inside in public


def _tight(response):
    return "".join(html(response).split())
