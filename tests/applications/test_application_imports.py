from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.actions.application_imports import columns, loading
from applications.models import Application
from notifications.actions import delivery
from notifications.models import Message
from people.models import User
from people.tables.reading import read_table
from surveys.queries import answers_of
from tests.factories import ApplicationFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 10, 12, tzinfo=UTC)
HEAD = "Timestamp,Email address,Your name,Role,Focus areas,Will you work async?,Why?\n"
GOOD = (
    HEAD
    + '2021-06-08 10:00,Ann@Example.com,Ann Ahn,Mentee,"Career, and more; Feedback",Yes,Grow\n'
    + "2021-06-09,bo@example.com,Bo Ek,mentor,Feedback,no,Give back\n"
)


@pytest.fixture
def asked(cycle):
    """Both roles ask for focus areas (one label holds a comma), async, and why."""
    for role in cycle.roles.all():
        more = {"questionnaire": role.questionnaire}
        focus = QuestionFactory(key="focus", kind="several", text="Focus areas", **more)
        focus.choices.create(value="career", label="Career, and more")
        focus.choices.create(value="feedback", label="Feedback")
        QuestionFactory(key="async", kind="yes_no", text="Will you work async?", **more)
        QuestionFactory(key="why", kind="long_text", text="Why?", **more)
    return cycle


def load(cycle, text, **more):
    questions = columns.questions_of(cycle)
    table = read_table(text.encode(), knows=columns.knows(questions))
    mapping = columns.default_mapping(table.columns, questions)
    return loading.load(cycle, table, mapping, at=AT, by=None, **more)


def words(application):
    return [row.words for row in answers_of([application.response])[application.response_id]]


def test_a_form_tools_export_becomes_submitted_applications(asked):
    ann = UserFactory(email="ann@example.com", name="Ann of HR", division="Sales")
    outcome = load(asked, GOOD)
    assert (outcome.new, outcome.unchanged, outcome.invited) == (2, 0, 1)
    mine = Application.objects.get(person=ann)
    assert (mine.status, mine.role.slug, mine.name, mine.division) == (
        "submitted",
        "mentee",
        "Ann of HR",
        "Sales",
    )
    assert mine.submitted_at == datetime(2021, 6, 8, 10, tzinfo=UTC)
    assert words(mine) == ["Career, and more, Feedback", "Yes", "Grow"]
    assert list(Message.objects.values_list("kind", "to__email")) == [
        ("application_taken_over", "bo@example.com")
    ]
    assert delivery.send_waiting(AT)["sent"] == 1


def test_the_same_file_again_changes_nothing(asked):
    load(asked, GOOD)
    again = load(asked, GOOD)
    assert (again.new, again.unchanged, again.invited) == (0, 2, 0)
    assert Application.objects.count() == 2


def test_what_comes_from_the_file_takes_the_place_of_a_draft(asked):
    person = UserFactory(email="bo@example.com")
    ApplicationFactory(cycle=asked, person=person, side="mentor", status="draft")
    load(asked, GOOD)
    assert Application.objects.get(person=person).status == "submitted"


def test_wrong_rows_stop_everything_or_are_left_out_and_named(asked):
    bad = GOOD + "yesterday,nobody,,Captain,Juggling,maybe,\n"
    with pytest.raises(loading.StoppedError) as stopped:
        load(asked, bad)
    assert not Application.objects.exists()
    places = {(one.line, one.column) for one in stopped.value.outcome.problems}
    assert places == {(4, "Email address"), (4, "Role"), (4, "Timestamp")}
    outcome = load(asked, bad.replace("Captain", "mentee"), leave_out=True)
    assert (outcome.new, outcome.left_out) == (2, 1)
    named = {one.column for one in outcome.problems}
    assert named >= {"Focus areas", "Will you work async?", "Why?"}


def test_a_dry_run_saves_nothing(asked):
    outcome = load(asked, GOOD, is_dry_run=True)
    assert (outcome.new, outcome.invited) == (2, 2)
    assert not Application.objects.exists()
    assert not User.objects.filter(email="bo@example.com").exists()


def test_a_column_is_the_role_before_it_is_a_question_with_that_key(asked):
    role = asked.roles.get(side="mentee")
    QuestionFactory(questionnaire=role.questionnaire, key="role", text="What is your job?")
    found = columns.default_mapping(["Email", "Role", "Sent on"], columns.questions_of(asked))
    assert found == {"email": "Email", "role": "Role", "submitted_at": "Sent on"}
    found = columns.default_mapping(["What is your job?"], columns.questions_of(asked))
    assert found == {"q:role": "What is your job?"}


def test_newest_answer_of_a_person_counts_wherever_it_is_in_the_file(asked):
    rows = [
        "2021-06-09 10:00,ann@example.com,Ann,mentee,Feedback,yes,The newest\n",
        "2021-06-08 10:00,ann@example.com,Ann,mentee,Feedback,yes,An older one\n",
    ]
    outcome = load(asked, HEAD + "".join(rows))

    assert (outcome.new, outcome.older, outcome.left_out) == (1, 1, 0)
    assert words(Application.objects.get())[-1] == "The newest"
    assert [(p.line, p.is_note) for p in outcome.problems] == [(3, True)]


def test_without_times_the_answer_further_down_counts(asked):
    outcome = load(asked, GOOD + ",Ann@Example.com,Ann Ahn,Mentee,Feedback,No,The last\n")

    assert (outcome.new, outcome.older) == (2, 1)
    assert words(Application.objects.get(person__name="Ann Ahn"))[-1] == "The last"


def test_a_file_that_does_not_say_who_or_as_what_is_refused(asked):
    for text, code in (
        ("Name,Role\nAnn,mentee\n", "no_email"),
        ("Email\na@example.com\n", "no_role"),
    ):
        with pytest.raises(ValidationError) as refused:
            load(asked, text)
        assert refused.value.code == code


def test_the_command_says_what_it_did(asked, tmp_path, capsys):
    file = tmp_path / "answers.csv"
    file.write_text(GOOD, encoding="utf-8")
    name = f"{asked.program.slug}/{asked.slug}"
    call_command("import_applications", name, str(file))
    assert "2 new, 0 unchanged, 2 people invited" in capsys.readouterr().out
    for arguments in (["no/cycle", str(file)], [name, str(tmp_path / "none.csv")]):
        with pytest.raises(CommandError):
            call_command("import_applications", *arguments)


@given(st.text(max_size=300))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_imported_or_refused(asked, text):
    """Nothing but a refusal in words may come out; what is read is counted to the last row."""
    with suppress(ValidationError):
        outcome = load(asked, HEAD + text, leave_out=True, is_dry_run=True)
        rows = len(read_table((HEAD + text).encode()).records)
        assert outcome.new + outcome.unchanged + outcome.left_out == rows


def test_ten_rows_cost_as_many_statements_as_two(asked, django_assert_num_queries):
    rows = [f"2021-06-08,p{n}@example.com,P,mentee,Feedback,no,x\n" for n in range(10)]
    for some in (rows[:2], rows[2:]):
        with django_assert_num_queries(24):
            load(asked, HEAD + "".join(some))
