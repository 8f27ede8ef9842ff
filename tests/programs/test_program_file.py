"""The program file: loading, dumping, and what it refuses."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

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


def doubts_of(text):
    return load(text, at=AT).doubts


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "path", "words"),
    [
        (
            "on: 2024-08-20",
            "on: 2024-08-05",
            "timeline[1].on",
            "it is open until 9 August 2024",
        ),
        (
            "on: 2024-08-20",
            "on: 2024-09-20",
            "timeline[1].on",
            "when the cycle has already started, on 2 September 2024",
        ),
        (
            "What would you like help with?",
            "What would you like help with? Ask #mentoring",
            "",
            "“#mentoring” is not part of the text",
        ),
    ],
)
def test_what_will_hurt_is_said_with_its_line_and_loaded(before, after, path, words):
    text = TEMPLATES["plain"].read().replace(before, after, 1)
    [doubt] = doubts_of(text)
    where = f"Line {line_of(text, after)}"
    assert doubt.startswith(f"{where}, {path}: " if path else f"{where}: ")
    assert words in doubt


def test_a_call_open_at_the_start_is_doubtful():
    text = TEMPLATES["plain"].read()
    text = text.replace(
        "closes: 2024-07-19\n        late_until: 2024-08-19", "closes: 2024-09-10", 1
    )
    still_open, announced = doubts_of(text)
    line = line_of(text, "closes: 2024-09-10")
    assert still_open == (
        f"Line {line}, roles[1].calls[1].closes: "
        "This call is still open when the cycle starts, on 2 September 2024."
    )
    assert "timeline[1].on: Pairs are announced before the last call has closed" in announced


def test_a_call_that_opens_after_the_start_is_doubtful():
    text = TEMPLATES["plain"].read()
    text = text.replace("opens: 2024-07-15", "opens: 2024-09-05").replace(
        "closes: 2024-08-09\n        late_until: 2024-08-19", "closes: 2024-09-20"
    )
    said = " ".join(doubts_of(text))
    assert "roles[2].calls[1].opens: This call opens when the cycle has already started" in said


def test_a_weight_that_nothing_can_earn_is_doubtful():
    text = TEMPLATES["plain"].read().replace("        pairing: focus\n", "", 1)
    [doubt] = doubts_of(text)
    assert doubt.startswith(f"Line {line_of(text, 'focus_areas: 35')}, pairing.weights.focus_areas")
    assert "the form of Mentor has no question" in doubt


def test_the_command_says_what_is_doubtful(tmp_path, capsys):
    path = tmp_path / "plain.yaml"
    path.write_text(TEMPLATES["plain"].read().replace("on: 2024-08-20", "on: 2024-09-20"))
    call_command("load_program", str(path))
    assert "when the cycle has already started" in capsys.readouterr().err
