"""Answers as form tools and spreadsheets write them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.actions.application_imports import columns, loading
from applications.models import Application
from people.actions.imports import life
from people.tables.reading import read_table
from people.tables.records import Choices
from surveys.queries import answers_of
from tests.factories import CallFactory, QuestionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
HEAD = (
    "Timestamp,Email Address,Name,Have you been a mentor before?,"
    "Which focus areas can you mentor in?,What would you like to share?"
)


@pytest.fixture
def asked(cycle):
    cycle.zone = "Europe/Vienna"
    cycle.save(update_fields=["zone"])
    for role in cycle.roles.all():
        more = {"questionnaire": role.questionnaire}
        QuestionFactory(key="before", kind="yes_no", text="Have you been a mentor before?", **more)
        focus = QuestionFactory(
            key="focus", kind="several", text="Which focus areas can you mentor in?", **more
        )
        focus.choices.create(value="career-growth", label="Career growth")
        focus.choices.create(value="communication", label="Communication, written")
        QuestionFactory(key="share", kind="long_text", text="What would you like to share?", **more)
    return cycle


def load(cycle, *rows, head=HEAD, role="mentor", leave_out=False, **choices):
    questions = columns.questions_of(cycle)
    content = "\r\n".join([head, *rows]).encode()
    table = read_table(content, Choices(**choices), knows=columns.knows(questions))
    return loading.load(
        cycle,
        table,
        columns.default_mapping(table.columns, questions),
        Choices(**choices),
        at=AT,
        by=None,
        role=cycle.roles.get(slug=role),
        leave_out=leave_out,
    )


def row(time="", before="Yes", focus="Career growth", share="Things", who="ann"):
    return f'{time},{who}@example.org,Ann,"{before}","{focus}","{share}"'


def only():
    return Application.objects.get()


def words():
    application = only()
    return [row.words for row in answers_of([application.response])[application.response_id]]


def why(cycle, *rows, **more):
    with pytest.raises(loading.StoppedError) as stopped:
        load(cycle, *rows, **more)
    return [(p.line, p.column, p.message) for p in stopped.value.outcome.problems]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("11/14/2026 14:30:12", "2026-11-14T13:30:12"),
        ("2026/11/14 2:30:12 PM GMT+1", "2026-11-14T13:30:12"),
        ("2026/11/14 2:30:12 PM EET", "2026-11-14T12:30:12"),
        ("14.11.2026 14:30:12", "2026-11-14T13:30:12"),
        ('"14.11.26, 14:30"', "2026-11-14T13:30:00"),
        ("2026-11-14T14:30:12Z", "2026-11-14T14:30:12"),
        ("2026-11-14T14:30:12+0100", "2026-11-14T13:30:12"),
        ("2026-11-14 14:30:12.123", "2026-11-14T13:30:12"),
        ("2026-11-14 14:30:12 UTC", "2026-11-14T14:30:12"),
        ("2026-11-14", "2026-11-13T23:00:00"),
        ("2026-07-14 14:30", "2026-07-14T12:30:00"),
    ],
)
def test_times_are_read_as_programs_write_them(asked, written, moment):
    load(asked, row(written))
    assert only().submitted_at == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_times_without_a_zone_are_the_cycles_and_that_is_said(asked):
    outcome = load(asked, row("2026-11-14 14:30"))
    assert (outcome.read.without_zone, outcome.read.zone) == ("2026-11-14", "Europe/Vienna")


def test_another_zone_can_be_chosen_for_them(asked):
    outcome = load(asked, row("2026-11-14 14:30"), zone="Asia/Tokyo")
    assert only().submitted_at == datetime(2026, 11, 14, 5, 30, tzinfo=UTC)
    assert outcome.read.zone == "Asia/Tokyo"


def test_order_and_zone_that_nothing_tells_are_asked(asked):
    with pytest.raises(life.OpenError) as still_open:
        load(asked, row("1/2/2026 10:00"), row("2026-02-01 10:00 CST", who="bo"))
    assert still_open.value.facts == {
        "open_orders": {"Timestamp": "1/2/2026"},
        "open_zones": {"Timestamp": "CST"},
    }


def test_day_that_would_lie_in_the_future_is_the_other_reading(asked):
    load(asked, row("12/11/2026 10:00"))
    assert only().submitted_at == datetime(2026, 11, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "part"),
    [
        ("2026-03-29 02:30", "set forward"),
        ("2026-11-28 10:00", "future"),
        ("2026-11-14 25:00", "not a time"),
        ("2026-02-31 10:00", "not a time"),
        ("yesterday", "not a time"),
    ],
)
def test_impossible_times_are_refused(asked, time, part):
    [(line, column, message)] = why(asked, row(time))
    assert (line, column) == (2, "Timestamp")
    assert part in message


def test_no_time_is_no_time_and_never_late(asked):
    role = asked.roles.get(slug="mentor")
    CallFactory(role=role, opens_at=AT - timedelta(days=30), closes_at=AT - timedelta(days=9))
    load(asked, row(""), row((AT - timedelta(days=10)).isoformat(), who="bo"))

    facts = Application.objects.values_list("is_time_known", "is_late").order_by("pk")
    assert list(facts) == [(False, False), (True, False)]


@pytest.mark.parametrize(
    "written",
    [
        "Career growth;Communication, written",
        "Career growth;Communication, written;",
        '[""Career growth"",""Communication, written""]',
        "Career growth / Communication, written",
        "career-growth|communication",
        "Career  growth,Communication, written",
        "Career growth\nCommunication, written",
    ],
)
def test_choices_are_found_whatever_is_between_them(asked, written):
    load(asked, row("2026-11-14", focus=written))
    assert words()[1] == "Career growth, Communication, written"


def test_unknown_choice_is_named_with_line_question_and_value(asked):
    found = why(asked, row("2026-11-14", focus="Career growth, Other: gardening"))
    assert [(line, column) for line, column, _m in found] == [
        (2, "Which focus areas can you mentor in?")
    ]
    assert "other: gardening" in found[0][2].lower()
    assert "Communication, written" in found[0][2]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(
            (word, "Yes")
            for word in ("yes", "YES", "Yes, once", "Ja", "true", "1", "x", "✓", "Oui")
        ),
        *((word, "Yes") for word in ("Да", "はい", "Sí.", "Yes - twice")),
        *((word, "No") for word in ("no", "No, never", "nope", "FALSE", "0", "Nein", "нет")),
    ],
)
def test_yes_and_no_are_read_in_words(asked, written, read):
    load(asked, row("2026-11-14", before=written))
    assert words()[0] == read


@pytest.mark.parametrize("written", ["n/a", "maybe", "No idea", "not yet"])
def test_what_is_neither_yes_nor_no_is_named(asked, written):
    [(line, column, message)] = why(asked, row("2026-11-14", before=written))
    assert (line, column) == (2, "Have you been a mentor before?")
    assert written in message


def test_heads_may_have_what_forms_add_to_a_question(asked):
    head = (
        "Timestamp,Email address,Full name,Have you been a mentor before? [required],"
        "Which focus areas can you mentor in? (Select all that apply),What would you like to share? *"
    )
    load(asked, row("2026-11-14"), head=head)
    assert words() == ["Yes", "Career growth", "Things"]


def test_long_texts_are_kept_to_the_letter(asked):
    text = 'He said: “it’s…” — ﬁne\xa0text\nnew line 👩\u200d👩\u200d👧 =1+1 ""quoted""'
    load(asked, row("2026-11-14", share=text))
    assert words()[2] == text.replace('""', '"')


def test_text_that_is_too_long_is_named_with_its_question(asked):
    [(line, column, message)] = why(asked, row("2026-11-14", share="x" * 30_000))
    assert (line, column) == (2, "What would you like to share?")
    assert "5000" in message


def test_short_rows_are_filled(asked):
    rows = ["2026-11-14,ann@example.org,Ann,Yes"]
    found = why(asked, *rows)
    assert {column for _line, column, _m in found} == {
        "Which focus areas can you mentor in?",
        "What would you like to share?",
    }


def test_file_with_two_columns_of_one_name_is_read_when_neither_is_used(asked):
    load(asked, row("2026-11-14") + ",a,b", head=HEAD + ",Notes,Notes")
    assert words() == ["Yes", "Career growth", "Things"]


def test_role_nobody_has_is_named(asked):
    questions = columns.questions_of(asked)
    table = read_table(b"Email,Role\nann@example.org,Captain\n", knows=columns.knows(questions))
    mapping = columns.default_mapping(table.columns, questions)
    with pytest.raises(loading.StoppedError) as stopped:
        loading.load(asked, table, mapping, at=AT, by=None)
    assert "Captain" in stopped.value.outcome.problems[0].message


def test_what_the_file_learned_helps_the_next_one(asked, organizer):
    from applications.actions.application_imports import stored as imports

    role = asked.roles.get(slug="mentor")
    content = "\n".join([HEAD, row("1/2/2026 10:00")]).encode()
    first = imports.upload(asked, "a.csv", content, role=role, by=organizer, at=AT)
    assert first.outcome["open_orders"] == {"Timestamp": "1/2/2026"}
    with pytest.raises(ValidationError):
        imports.start(first, at=AT)
    changed = imports.change_settings(
        first,
        mapping=first.mapping,
        role=role,
        on_error="leave_out",
        orders={"Timestamp": "month"},
        zone="Asia/Tokyo",
        at=AT,
    )
    imports.start(changed, at=AT)

    second = imports.upload(asked, "b.csv", content, role=role, by=organizer, at=AT)

    assert "open_orders" not in second.outcome
    assert (second.choices.orders, second.choices.zone) == ({"Timestamp": "month"}, "Asia/Tokyo")
