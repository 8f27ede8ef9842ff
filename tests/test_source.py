"""Pages, styles and scripts are source: a reader sees one thing a line, without scrolling sideways."""

import re
from statistics import median

import pytest
from django.apps import apps
from django.template.loader import get_template

from mentorship.embedded.places import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LONGEST_LINE, LONGEST_MEDIAN = 120, 45


def _name(file):
    return str(file.relative_to(ROOT))


# Django allows no line break within a template tag, and one within a value would reach the page.
UNBREAKABLE = re.compile(r"""{%[^%]*%}|(<[\w-]+ )?[\w-]+="[^"{]*">?|[\w-]+: url\(.*\);""")


@pytest.mark.parametrize("file", TEMPLATES + STYLES + SCRIPTS, ids=_name)
def test_only_a_single_tag_or_value_makes_a_long_line(file):
    too_long = [
        number
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE and not UNBREAKABLE.fullmatch(line.strip())
    ]
    assert too_long == []


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_templates_load_the_tags_they_use(file):
    name = str(file.relative_to(ROOT / "templates"))
    if not name.startswith("socialaccount/") or apps.is_installed("allauth.socialaccount"):
        assert get_template(name)


def test_half_of_the_template_lines_take_a_glance():
    lengths = [len(line) for file in TEMPLATES for line in file.read_text().splitlines()]
    assert median(lengths) <= LONGEST_MEDIAN


@pytest.mark.parametrize("file", STYLES, ids=_name)
def test_styles_hold_one_declaration_a_line(file):
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    text = re.sub(r"\"[^\"]*\"|url\([^)]*\)", "-", text)
    crowded = [
        line
        for line in text.splitlines()
        if line.count(";") > 1 or re.search(r"[{}]\s*\S", line) or re.search(r"\S\s*}", line)
    ]
    assert crowded == []


# Their words stand on the page otherwise: in the label of the box, or in a note above the list.
DISABLED_WITH_WORDS_ELSEWHERE = {
    "programs/settings_library.html",
    "growth/opportunities/_form.html",
    "events/_event_slot.html",
    "events/_attendance_person.html",
    "mentorship/styleguide/_controls.html",
}
CONTROL = re.compile(r"<(?:button|input|select|textarea)\b(?:{%.*?%}|[^>])*>", re.DOTALL)
DISABLED = re.compile(r"(?<![-\w])disabled(?![-\w])")


def test_a_control_that_is_disabled_says_why():
    silent = []
    for file in TEMPLATES:
        name = str(file.relative_to(ROOT / "templates"))
        for control in CONTROL.findall(file.read_text()):
            says = "aria-describedby" in control or "title=" in control
            if DISABLED.search(control) and not says and name not in DISABLED_WITH_WORDS_ELSEWHERE:
                silent.append((name, control))
    assert silent == []


IDS = {one for file in TEMPLATES for one in re.findall(r'\bid="([^"]+)"', file.read_text())}
# Icons stand in the sprite, and fields of forms get their ids from Django.
MADE_ELSEWHERE = ("i-", "id_")


def test_links_into_a_page_lead_to_a_place_that_some_page_has():
    """As far as the name of the place is written out: a button that jumps nowhere does nothing."""
    found = {
        (_name(file), place)
        for file in TEMPLATES
        for place in re.findall(r'(?:%}|}}|href="[^"#{]*)#([\w-]+)"', file.read_text())
        if not place.startswith(MADE_ELSEWHERE)
    }
    assert len(found) > 5
    assert sorted((name, place) for name, place in found if place not in IDS) == []
