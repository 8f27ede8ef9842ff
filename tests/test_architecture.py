"""The shape of the code: what no single test of a feature would notice."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from mentorship.addresses import OUR_APPS, all_addresses
from mentorship.embedded.places import ROOT

SOURCES = sorted(
    file
    for app in OUR_APPS
    for file in (ROOT / app).rglob("*.py")
    if "migrations" not in file.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 200
FULLEST_SHELF = 15


def _name(file):
    return str(file.relative_to(ROOT))


def _functions(file):
    tree = ast.parse(file.read_text())
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _length(function):
    """Lines of the body, without the docstring."""
    start = function.body[1 if ast.get_docstring(function) and function.body[1:] else 0]
    return function.end_lineno - start.lineno + 1


def test_every_view_says_who_may_open_it():
    assert [address.name for address in all_addresses() if not address.opens_to] == []


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in all_addresses() if not address.name.startswith("admin:")]
    assert sorted(names) == sorted(set(names))
    assert "" not in names


def test_files_functions_and_templates_stay_short():
    files = [(_name(file), len(file.read_text().splitlines())) for file in SOURCES]
    functions = [
        (f"{_name(file)} {function.name}", _length(function))
        for file in SOURCES
        for function in _functions(file)
    ]
    templates = [(_name(file), len(file.read_text().splitlines())) for file in TEMPLATES]
    assert [file for file in files if file[1] > LONGEST_FILE] == []
    assert [function for function in functions if function[1] > LONGEST_FUNCTION] == []
    assert [template for template in templates if template[1] > LONGEST_TEMPLATE] == []


def test_no_shelf_holds_more_than_fifteen_modules():
    """A fuller one has more than one subject: give one of them a folder of its own."""
    shelves = Counter(file.parent for file in SOURCES if file.name != "__init__.py")
    assert [
        (_name(shelf), count) for shelf, count in shelves.items() if count > FULLEST_SHELF
    ] == []


PAGES = [file for file in TEMPLATES if (ROOT / "templates" / "mail") not in file.parents]


@pytest.mark.parametrize("file", PAGES, ids=_name)
def test_templates_keep_to_the_content_policy(file):
    """No inline script, handler or style sheet; a style attribute only sets custom properties."""
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", file.read_text(), flags=re.DOTALL
    )
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text)
    handlers = re.findall(r"<[a-z][^>]*\son[a-z]+=", text)
    styles = re.findall(r"<style\b", text)
    attributes = [
        found for found in re.findall(r'\sstyle="([^"]*)"', text) if not _only_custom(found)
    ]
    elsewhere = re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"', text)
    assert scripts + handlers + styles + attributes + elsewhere == []


def _only_custom(style):
    declarations = re.sub(r"{%.*?%}", "", style).split(";")
    return all(part.strip().startswith("--") for part in declarations if part.strip())


def test_nothing_names_a_catch_all_package():
    """A helper lives with its one user; two users mean a lower app."""
    banned = {"common", "core", "utils", "helpers"}
    assert [_name(file) for file in SOURCES if banned & {Path(p).stem for p in file.parts}] == []
