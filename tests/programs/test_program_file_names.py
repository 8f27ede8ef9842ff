"""Names that every organization has its own of: asked for, and put into the texts of the file."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from programs.models import Program
from programs.programfile import ProgramFileError, dump, load, reading

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
FILE = """
names:
  - {key: organization, question: "What is it called?", value: GitLab}
  - {key: network, question: "Which network hosts it?", required: no, value: TMRG}
  - {key: chat, question: "Where do you talk?", suggestion: the chat}
  - {key: course, question: "Link to a course", kind: link, required: no}
program:
  slug: women-at-${organization}
  name: Women at ${organization}
  lead: Ask in ${chat}, ${organization} is large.
  hosts: ["${network}", Learning]
cycle:
  slug: "2021"
  name: "2021"
roles:
  - {slug: mentor, name: Mentor, side: mentor}
  - {slug: mentee, name: Mentee, side: mentee}
trainings:
  - {title: How to mentor, course: "${course}"}
events:
  - title: Kickoff
    slots:
      - {starts: 2021-07-07 08:00, replay_link: "https://video.example/7"}
"""
OURS = {"organization": "Fern & Hill: North", "network": "", "course": "https://learn.example/"}


def program(**given):
    loaded = load(FILE, at=AT, **given)
    return Program.objects.get(pk=loaded.cycle.program_id)


def test_without_answers_the_file_keeps_its_own():
    ours = program()
    assert (ours.slug, ours.name) == ("women-at-gitlab", "Women at GitLab")
    assert ours.hosts == "TMRG\nLearning"


def test_answers_stand_in_every_text_and_nothing_of_the_files_own_is_left():
    ours = program(names=OURS)
    assert ours.name == "Women at Fern & Hill: North"
    assert ours.lead == "Ask in the chat, Fern & Hill: North is large."
    assert ours.hosts == "Learning"
    cycle = ours.cycles.get()
    assert cycle.trainings.get().course_link == "https://learn.example/"
    assert cycle.events.get().slots.get().replay_link == ""
    for word in ("GitLab", "TMRG", "${"):
        assert word not in dump(cycle)


def test_a_name_in_an_address_becomes_an_address():
    assert program(names=OURS).slug == "women-at-fern-hill-north"


def test_a_link_nobody_gives_counts_as_left_out():
    cycle = program(names=OURS | {"course": ""}).cycles.get()
    assert cycle.trainings.get().course_link == ""


def test_a_dump_asks_nothing_and_loads_unchanged():
    cycle = program(names=OURS).cycles.get()
    dumped = dump(cycle)
    assert reading.names_of(dumped) == []
    assert load(dumped, at=AT).tally.changes_nothing


def test_the_same_answers_change_nothing():
    program(names=OURS)
    assert load(FILE, names=OURS, at=AT).tally.changes_nothing


def test_without_names_a_mark_is_text():
    roles = FILE[FILE.index("\ncycle:") : FILE.index("\ntrainings:")]
    text = "program: {slug: a, name: 'Pay in ${dollars}'}" + roles
    assert load(text, at=AT).cycle.program.name == "Pay in ${dollars}"


def test_an_answer_is_put_in_once_and_means_nothing_more():
    ours = program(names=OURS | {"organization": "${chat} \\1 {standard}"})
    assert ours.name == "Women at ${chat} \\1 {standard}"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({}, ["Line 3, names.organization: This needs an answer: What is it called?"]),
        (
            {"organisation": "Us", "organization": "Us"},
            ["does not ask for “organisation”", "organization, network, chat, course"],
        ),
        ({"organization": "Us", "course": "learn.example"}, ["names.course: An address begins"]),
        ({"organization": "Us\nThem"}, ["on one line"]),
        ({"organization": "U" * 501}, ["501 characters"]),
    ],
)
def test_what_does_not_answer_is_said_and_nothing_is_loaded(names, words):
    with pytest.raises(ProgramFileError) as refused:
        load(FILE, names=names, at=AT)
    said = " ".join(refused.value.messages)
    assert [word for word in words if word not in said] == []
    assert not Program.objects.exists()


def test_a_mark_nobody_asks_for_is_named_by_its_line():
    with pytest.raises(ProgramFileError) as refused:
        load(FILE.replace("Women at ${organization}", "Women at ${organisation}"), at=AT)
    assert refused.value.messages == [
        "Line 9, program.name: “${organisation}” is not among the names of this file."
    ]


def test_two_questions_for_one_name_are_refused():
    with pytest.raises(ProgramFileError, match="is used twice"):
        load(FILE.replace("key: course", "key: network").replace("${course}", ""), at=AT)


def test_the_command_takes_answers_and_names_the_questions(tmp_path, capsys):
    path = tmp_path / "women.yaml"
    path.write_text(FILE, encoding="utf-8")
    call_command("load_program", str(path), set=["organization=Fern=Hill", "chat=Matrix"])
    assert Program.objects.get().name == "Women at Fern=Hill"
    assert "names in the texts" not in capsys.readouterr().out
    call_command("load_program", str(path))
    said = capsys.readouterr().out
    assert "organization=GitLab  (What is it called?)" in said


def test_the_command_refuses_an_answer_without_a_name(tmp_path):
    path = tmp_path / "women.yaml"
    path.write_text(FILE, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("load_program", str(path), set=["organization"])
    assert refused.value.returncode == 2
    with pytest.raises(CommandError) as refused:
        call_command("load_program", str(path), set=["chat=Matrix"])
    assert refused.value.returncode == 1
    assert "What is it called?" in str(refused.value)
