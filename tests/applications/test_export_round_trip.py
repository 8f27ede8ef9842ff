"""What we export of applications we can read again, whatever was asked and answered."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.actions.application_imports import columns, loading
from applications.models import Application
from people.tables.reading import read_table
from surveys import question_kinds
from surveys.queries import answers_of
from tests.factories import ApplicationFactory, QuestionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 30, 12, tzinfo=UTC)
SENT = datetime(2021, 6, 8, 10, 30, 15, tzinfo=UTC)

# For every kind of question how it is asked, and an answer as the form would keep it.
ASKED = {
    "text": ({}, "Lead, and be led"),
    "long_text": ({}, "=1+1\nOn two lines; with “quotes”"),
    "one": ({"choices": ["one, or none", "two"]}, "one, or none"),
    "several": ({"choices": ["a", "b", "a-and-b"]}, ["a-and-b", "a"]),
    "ranking": ({"choices": ["x", "y-z", "w"]}, {"y-z": "1", "w": "2", "x": "3"}),
    "yes_no": ({}, "no"),
    "scale": ({"low": 1, "high": 5}, "4"),
    "rating": ({}, "3"),
    "recommend": ({}, "9"),
    "number": ({"low": 0, "high": 100}, "12"),
    "date": ({}, "2021-07-09"),
    "week": ({}, ["mon-1", "tue-0930", "tue-1000"]),
    "blanks": (
        {"sentence": "I care about [a value]. [a value] drives me because [your why]."},
        {"0": "honesty", "1": "it lasts, always"},
    ),
    "goal": ({}, {str(part): f"part {part}, and more: it" for part in range(6)}),
    "tool_goal": ({}, {str(part): f"part {part}, and more: it" for part in range(2)}),
}


def address(name, cycle):
    return reverse(f"applications:{name}", args=[cycle.program.slug, cycle.slug])


@pytest.fixture
def application(cycle):
    """Somebody who answered a question of each kind."""
    cycle.zone = "Europe/Vienna"
    cycle.save(update_fields=["zone"])
    made = ApplicationFactory(
        cycle=cycle,
        side="mentor",
        person__name="Émile O’Brien",
        person__email="emile@example.com",
        submitted_at=SENT,
        capacity=3,
        location="Graz, Austria",
        time_zone="Europe/Vienna",
        languages=["German", "English"],
    )
    for kind, (settings, _answer) in ASKED.items():
        questionnaire = made.role.questionnaire
        question = QuestionFactory(
            questionnaire=questionnaire, key=f"k-{kind}", kind=kind, text=f"The {kind}?", **settings
        )
        answer(made, question, ASKED[kind][1])
    return made


def answer(application, question, raw):
    """Through the field of the form, as an applicant does."""
    kind = question.as_kind
    field = kind.field(question, required=False, **({"chosen": set()} if kind.has_choices else {}))
    for value in kind.rows(question, field.clean(raw)):
        given = {
            name: getattr(value, name) for name in ("choice_id", "rank", "text", "number", "day")
        }
        slots = None if value.slots is None else list(value.slots)
        parts = None if value.parts is None else list(value.parts)
        application.response.answers.create(question=question, slots=slots, parts=parts, **given)


def exported(client, cycle, organizer, kind):
    client.force_login(organizer)
    whole = client.get(address("application_list", cycle)).context["table"].address_of_everything
    response = client.get(f"{address('application_export', cycle)}?{whole}&format={kind}")
    return b"".join(response.streaming_content)


def known(application):
    """Everything an import takes over."""
    facts = ("name", "location", "time_zone", "languages", "capacity", "submitted_at", "is_late")
    rows = answers_of([application.response])[application.response_id]
    parts = application.response.answers.order_by("question__key", "pk")
    return (
        {name: getattr(application, name) for name in facts},
        {row.question.key: (row.words, row.values, row.slots) for row in rows},
        list(parts.values_list("question__key", "parts")),
    )


def test_every_kind_of_question_is_tried():
    assert set(ASKED) == set(question_kinds.KINDS)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_export_imports_unchanged(client, cycle, organizer, application, kind):
    file = exported(client, cycle, organizer, kind)
    before = known(application)
    person, response = application.person, application.response
    application.delete()
    response.delete()

    questions = columns.questions_of(cycle)
    table = read_table(file, knows=columns.knows(questions))
    mapping = columns.default_mapping(table.columns, questions)
    outcome = loading.load(cycle, table, mapping, at=AT, by=None)
    assert [problem.message for problem in outcome.problems] == []
    assert outcome.new == 1
    again = Application.objects.get(person=person)
    assert known(again) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_beside_what_is_there_the_preview_says_that_nothing_changes(
    client, cycle, organizer, application, kind
):
    file = exported(client, cycle, organizer, kind)
    upload = {"file": SimpleUploadedFile(f"ours.{kind}", file)}
    page = client.post(address("application_import", cycle), upload, follow=True)
    assert page.context["stored"].outcome["problems"] == []
    counts = page.context["stored"].outcome["counts"]
    assert (counts["new"], counts["unchanged"]) == (0, 1)


def test_days_are_iso_and_hours_are_words(client, cycle, organizer, application):
    text = exported(client, cycle, organizer, "csv").decode("utf-8-sig")
    for words in (
        "2021-06-08 12:30:15",
        "2021-07-09",
        "Tuesday 9:30–10:30",
        "Monday midday, 11–14",
    ):
        assert words in text


def test_in_excel_days_are_dates_and_numbers_numbers(client, cycle, organizer, application):
    file = exported(client, cycle, organizer, "xlsx")
    head, row = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    line = dict(zip(head, row, strict=True))
    assert line["Sent"] == datetime(2021, 6, 8, 12, 30, 15)
    assert line["The date?"].date() == date(2021, 7, 9)
    assert (line["The number?"], line["The scale?"], line["The rating?"]) == (12, 4, 3)
    assert line["The long_text?"].startswith("=1+1")
