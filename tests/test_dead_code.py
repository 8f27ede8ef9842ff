"""Nothing stands in the code that nothing uses: a function or class whose name occurs only where it is defined.

Tests do not count as users. What a framework calls by its name overrides something of a base class, and
what a decorator or a package's own search finds is used by that; both are seen by rule, not by a list.
"""

import ast
import importlib
import inspect
import re
from collections import Counter

from mentorship.addresses import OUR_APPS
from mentorship.embedded.places import ROOT

# Packages that look for the classes in their modules, and what Django and Python look for by name.
FOUND_BY_SEARCH = re.compile(
    r"/(news|criteria|rules|edits|question_kinds|management/commands)/|/(news|admin|apps)\.py$"
)
USED_BY_DECORATOR = re.compile(r"connect|receiver|shared_task|register|property|mark")
FOUND_BY_NAME = re.compile(r"clean_\w+|process_view|create_superuser|__\w+__")

SOURCES = [
    file
    for app in sorted(OUR_APPS)
    for file in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in file.parts
]


def _words():
    words = Counter()
    others = [ROOT / "pyproject.toml", *(ROOT / "templates").rglob("*.*")]
    for file in [*SOURCES, *others]:
        words.update(re.findall(r"\w+", file.read_text(encoding="utf-8")))
    return words


def _overrides(file, owner, name):
    """Whether the method stands in for one of a base class, which its callers know by that name."""
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    bases = inspect.getmro(getattr(importlib.import_module(module), owner))[1:]
    return any(name in vars(base) for base in bases)


def _is_decorated(node):
    return any(USED_BY_DECORATOR.search(ast.unparse(one)) for one in node.decorator_list)


def _unused():
    words = _words()
    for file in SOURCES:
        if FOUND_BY_SEARCH.search(str(file)):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for owner, node in _definitions(tree):
            if words[node.name] > 1 or _is_decorated(node) or FOUND_BY_NAME.fullmatch(node.name):
                continue
            if owner is None or not _overrides(file, owner, node.name):
                yield f"{file.relative_to(ROOT)}: {node.name}"


def _definitions(tree):
    """Functions and classes of a module, and the methods of its classes with their class."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield None, node
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, ast.FunctionDef))
            yield from ((node.name, method) for method in methods)


def test_nothing_stands_in_the_code_that_nothing_uses():
    assert list(_unused()) == []
