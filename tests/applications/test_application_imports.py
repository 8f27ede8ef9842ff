from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.actions.application_imports import columns, loading
from applications.models import Application
from notifications.actions import delivery
from notifications.models import Message
from people.actions.imports.life import OpenError
from people.models import User
from people.tables.reading import read_table
from surveys.queries import answers_of
from tests.concurrency import after_waiting
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


def test_a_guest_from_outside_is_left_out_and_named(asked):
    UserFactory(email="bo@example.com", is_guest=True)
    outcome = load(asked, GOOD, leave_out=True)
    assert (outcome.new, outcome.left_out) == (1, 1)
    [problem] = outcome.problems
    assert "“bo@example.com” is a guest from outside" in str(problem.message)


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


FACTS = "Email,Role,Job title,Level,Department,Division,Start date,Location,Time zone,Languages,Mentees,Why?\n"


def with_facts(asked, *rows, **more):
    questions = columns.questions_of(asked)
    table = read_table((FACTS + "\n".join(rows) + "\n").encode(), knows=columns.knows(questions))
    mapping = columns.default_mapping(table.columns, questions) | {"capacity": "Mentees"}
    return loading.load(asked, table, mapping, at=AT, by=None, **more)


def test_facts_that_people_gave_elsewhere_come_along(asked):
    asked.roles.get(side="mentor").questionnaire.questions.exclude(key="why").delete()
    with_facts(
        asked,
        'ann@example.com,mentor,Lead,L5,Data,Tech,2019-03-18,Graz,Europe/Vienna,"German, English; German",2,Give',
    )
    mine = Application.objects.get()
    assert (mine.job_title, mine.level, mine.department, mine.division) == (
        "Lead",
        5,
        "Data",
        "Tech",
    )
    assert (mine.started_on, mine.location, mine.time_zone) == (
        date(2019, 3, 18),
        "Graz",
        "Europe/Vienna",
    )
    assert (mine.languages, mine.capacity) == (["German", "English"], 2)
    assert set(mine.attested_facts) == {
        "job_title",
        "level",
        "department",
        "division",
        "started_on",
    }


def test_facts_that_cannot_be_are_named_by_line_and_column(asked):
    asked.roles.get(side="mentor").questionnaire.questions.exclude(key="why").delete()
    with pytest.raises(loading.StoppedError) as stopped:
        with_facts(asked, "ann@example.com,mentor,Lead,Senior,Data,Tech,2021-02-30,Graz,Mars,,99,x")
    named = [(p.line, p.column) for p in stopped.value.outcome.problems]
    assert named == [(2, "Level"), (2, "Start date"), (2, "Time zone"), (2, "Mentees")]


def test_days_with_two_readings_are_asked_for(asked):
    asked.roles.get(side="mentor").questionnaire.questions.exclude(key="why").delete()
    with pytest.raises(OpenError) as still_open:
        with_facts(asked, "ann@example.com,mentor,,,,,06/07/2019,,,,1,Give")
    assert still_open.value.facts["open_orders"] == {"Start date": "06/07/2019"}


def test_an_answer_that_is_a_day_is_read_as_the_column_writes_days(asked):
    role = asked.roles.get(side="mentor")
    role.questionnaire.questions.all().delete()
    QuestionFactory(questionnaire=role.questionnaire, key="free", kind="date", text="Free from?")
    load(asked, "Email,Role,Free from?\nann@example.com,mentor,31/08/2031\n")
    assert words(Application.objects.get()) == ["31 August 2031"]
    with pytest.raises(loading.StoppedError) as stopped:
        load(asked, "Email,Role,Free from?\nbo@example.com,mentor,31/31/2031\n")
    assert [p.column for p in stopped.value.outcome.problems] == ["Free from?"]


def test_an_answer_that_has_no_column_is_missed_in_the_words_of_its_question(asked):
    with pytest.raises(loading.StoppedError) as stopped:
        load(asked, "Email,Role,Why?\nann@example.com,mentor,Give\n")
    said = [p.message for p in stopped.value.outcome.problems]
    assert said == [
        "Focus areas: Choose an answer",
        "Will you work async?: Choose an answer",
    ]


def test_a_row_with_bad_quotes_is_named_and_the_others_are_read(asked):
    outcome = load(asked, GOOD + '2021-06-09,"cy@example.com"x,Cy,mentor,,no,Why\n', leave_out=True)
    assert (outcome.new, outcome.left_out) == (2, 1)
    assert [p.line for p in outcome.problems] == [4]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"email": "Email", "shoe_size": "Role"}, "unknown_field"),
        ({"email": "Mail"}, "unknown_column"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(asked, mapping, code):
    table = read_table(b"Email,Role\nann@example.com,mentor\n", knows=lambda column: True)
    with pytest.raises(ValidationError) as refused:
        loading.load(asked, table, mapping, at=AT, by=None)
    assert refused.value.code == code


@pytest.mark.django_db(transaction=True)
def test_somebody_added_in_the_same_moment_leaves_the_file_unsaved_and_says_so(asked):
    refused = after_waiting(lambda: UserFactory(email="ann@example.com"), lambda: load(asked, GOOD))
    assert refused.code == "changed_meanwhile"
    assert not Application.objects.exists()
