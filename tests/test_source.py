"""Pages, styles and scripts are source: a reader sees one thing a line, without scrolling sideways."""

import re
from statistics import median

import pytest

from mentorship.embedded.places import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LONGEST_LINE, LONGEST_MEDIAN = 120, 45


def _name(file):
    return str(file.relative_to(ROOT))


def _can_be_broken(line):
    """There is a space outside of template tags, quoted values and addresses.

    Django allows no line break within `{% %}`, and one within a value would reach the page.
    """
    pieces = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "-", line.strip())
    pieces = re.sub(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)", "-", pieces)
    pieces = re.sub(r"^<([\w-]+) ", r"<\1-", pieces)  # a name keeps its first attribute
    return " " in pieces.removesuffix(" {").replace(": -", "-")


@pytest.mark.parametrize("file", TEMPLATES + STYLES + SCRIPTS, ids=_name)
def test_long_lines_are_broken_where_they_can_be(file):
    lines = enumerate(file.read_text().splitlines(), start=1)
    too_long = [
        number for number, line in lines if len(line) > LONGEST_LINE and _can_be_broken(line)
    ]
    assert too_long == []


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
