"""The program file: loading, dumping, and what it refuses."""

from datetime import UTC, datetime

import pytest

from programs.catalog import TEMPLATES
from programs.models import Program
from programs.programfile import dump, load

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", TEMPLATES)
def test_loading_a_catalog_program_twice_changes_nothing(name):
    text = TEMPLATES[name].read()
    assert not load(text, at=AT).tally.changes_nothing
    assert load(text, at=AT).tally.changes_nothing


@pytest.mark.parametrize("name", TEMPLATES)
def test_loading_a_dump_changes_nothing(name):
    cycle = load(TEMPLATES[name].read(), at=AT).cycle
    cycle.refresh_from_db()
    dumped = dump(cycle)
    again = load(dumped, at=AT)
    assert again.tally.changes_nothing
    assert dump(again.cycle) == dumped


def test_dry_run_saves_nothing():
    load(TEMPLATES["plain"].read(), at=AT, is_dry_run=True)
    assert not Program.objects.exists()
