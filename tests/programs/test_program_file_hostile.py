"""Odd program files: a clear refusal, exit 1 or 2, and nothing half loaded. And its manual."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from programs.catalog import TEMPLATES
from programs.models import Cycle, Program, Role
from programs.programfile import dump, load, manual
from surveys.models import Question, Questionnaire

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
PLAIN = TEMPLATES["plain"].read()
NAMED = "name: Mentorship program"
ODD = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "only spaces": b"   \n\n",
    "a word": b"hello",
    "a number": b"42",
    "a list": b"- a\n- b\n",
    "null": b"null",
    "not utf-8": b"program:\n  name: \xff\xfe\xfa\n",
    "utf-16": PLAIN.encode("utf-16"),
    "a zip file": b"PK\x03\x04\x14\x00\x00\x00",
    "nul": PLAIN.replace(NAMED, "name: a\0b").encode(),
    "control character": PLAIN.replace(NAMED, 'name: "a\\x07b"').encode(),
    "tabs": b"program:\n\tname: x\n",
    "broken indent": b"program:\n  name: x\n slug: y\n",
    "open quote": b'program: {name: "x\n',
    "two documents": (PLAIN + "\n---\nprogram: {}\n").encode(),
    "python object": b"program: !!python/object/apply:os.system ['true']\n",
    "unknown tag": PLAIN.replace(NAMED, "name: !secret x").encode(),
    "unknown key": PLAIN.replace(NAMED, f"{NAMED}\n  colour: red").encode(),
    "misspelled key": PLAIN.replace("roles:", "rolls:", 1).encode(),
    "same key twice": PLAIN.replace(NAMED, f"{NAMED}\n  {NAMED}").encode(),
    "name missing": PLAIN.replace(NAMED, "lead: x", 1).encode(),
    "name too long": PLAIN.replace(NAMED, "name: " + "x" * 200).encode(),
    "a million characters": PLAIN.replace(NAMED, "name: " + "x" * 1_000_001).encode(),
    "20,000 keys": ("".join(f"k{n}: 1\n" for n in range(20_001))).encode(),
    "deep": b"a: " + b"[" * 20_000,
    "aliases": b"a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nprogram: *c\n",
    "list for a text": PLAIN.replace(NAMED, "name: [a, b]").encode(),
    "text for a list": b"version: 1\nprogram: {slug: a, name: A}\ncycle: {slug: b, name: B}\nroles: x\n",
    "no role": b"version: 1\nprogram: {slug: a, name: A}\ncycle: {slug: b, name: B}\nroles: []\n",
    "version of tomorrow": PLAIN.replace("version: 1", "version: 2").encode(),
    "reserved address": PLAIN.replace("slug: plain", "slug: new", 1).encode(),
    "another reserved address": PLAIN.replace("slug: plain", "slug: interest", 1).encode(),
    "address with a slash": PLAIN.replace("slug: plain", "slug: ../x", 1).encode(),
    "resource without anything": (PLAIN + "\nresources:\n  - title: Empty\n").encode(),
    "training on no day": (PLAIN + "\ntrainings:\n  - {title: T, due_on: soon}\n").encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_refused_and_nothing_is_loaded(name, tmp_path):
    assert ODD[name] != PLAIN.encode(), "the case changes nothing"
    path = tmp_path / "odd.yaml"
    path.write_bytes(ODD[name])
    with pytest.raises(CommandError) as refused:
        call_command("load_program", str(path))
    assert refused.value.returncode == 1
    assert 0 < len(str(refused.value)) < 20_000
    for model in (Program, Cycle, Role, Question, Questionnaire):
        assert not model.objects.exists()


def test_a_missing_file_is_a_wrong_argument(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("load_program", str(tmp_path / "nowhere.yaml"))
    assert refused.value.returncode == 2


def test_windows_line_ends_and_a_byte_order_mark_are_no_problem(tmp_path):
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    call_command("load_program", str(path))
    assert load(PLAIN, at=AT).tally.changes_nothing


def test_trainings_and_resources_survive_the_round_trip():
    learning = """
trainings:
  - title: How to be a good mentor or mentee
    course: https://example.com/course
    slides: https://example.com/slides
    obligation: required
    due_on: 2021-07-16
resources:
  - title: Setting goals
    link: https://example.com/goals
    post_on: 2021-07-20
  - title: A prompt
    text: What went well?
"""
    cycle = load(PLAIN + learning, at=AT).cycle
    assert cycle.trainings.get().slides_link == "https://example.com/slides"
    assert cycle.resources.count() == 2
    assert load(dump(cycle), at=AT).tally.changes_nothing


def test_the_manual_is_what_the_definition_says():
    """When this fails, write `manual.text()` to docs/program-file.md."""
    written = (Path(settings.BASE_DIR) / "docs/program-file.md").read_text(encoding="utf-8")
    assert written == manual.text()
