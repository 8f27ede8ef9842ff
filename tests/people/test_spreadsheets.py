import gc
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from people.models import AuditEntry
from people.tables import spreadsheets
from surveys.models import Answer
from tests.factories import ApplicationFactory, PairFactory, QuestionFactory

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    '=HYPERLINK("http://evil")',
    "=cmd|' /C",
]


def opened(content):
    return openpyxl.load_workbook(BytesIO(content)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    sheet = opened(spreadsheets.workbook([text], [[text, 5]]).read())
    assert [(cell.data_type, cell.value) for cell in sheet[2]] == [("s", text), ("n", 5)]
    assert sheet["A1"].data_type == "s"


def test_odd_values_are_written_so_that_the_file_opens():
    moment = datetime(2021, 6, 1, 9, tzinfo=UTC)
    row = ["\x00\x0bControl\x1f", "x" * 40_000, None, 0.5, date(2021, 6, 1), moment, "😀"]
    sheet = opened(spreadsheets.workbook(["a"], [row]).read())
    values = [cell.value for cell in sheet[2]]
    assert values[0] == "Control"
    assert len(values[1]) == 32_767
    assert values[2:] == [None, 0.5, datetime(2021, 6, 1), "2021-06-01 09:00:00+00:00", "😀"]


def address(name, cycle):
    return reverse(name, args=[cycle.program.slug, cycle.slug])


@pytest.mark.django_db
def test_a_workbook_whose_rows_break_off_is_thrown_away_whole():
    """A half-written sheet that nobody closed complains when the garbage collector finds it."""

    def rows():
        yield ["a"]
        raise OperationalError

    with pytest.raises(OperationalError):
        spreadsheets.workbook(["x"], rows())
    gc.collect()


def test_applications_are_exported_as_a_workbook_like_the_csv(client, cycle, organizer):
    application = ApplicationFactory(cycle=cycle, person__name="=Evil()", division="Sales")
    question = QuestionFactory(questionnaire=application.role.questionnaire, key="why")
    Answer.objects.create(response=application.response, question=question, text="=1+1")
    client.force_login(organizer)
    where = address("applications:application_export", cycle) + "?column=a.why&column=division"
    answer = client.get(f"{where}&format=xlsx")
    assert answer["Content-Disposition"].endswith('applications.xlsx"')
    assert "no-store" in answer["Cache-Control"]
    sheet = opened(b"".join(answer.streaming_content))
    assert [cell.value for cell in sheet[2]] == ["=Evil()", "Mentee", "Sales", "=1+1"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    plain = b"".join(client.get(where).streaming_content).decode()
    assert [cell.value for cell in sheet[1]] == plain.splitlines()[0].lstrip("\ufeff").split(",")
    assert AuditEntry.objects.filter(action="applications.exported").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_pairs_are_exported_as_the_list_shows_them(client, cycle, organizer, kind):
    PairFactory(cycle=cycle, mentor__person__name="Mona", mentee__person__name="Mia")
    client.force_login(organizer)
    answer = client.get(address("pairs:pair_export", cycle) + f"?format={kind}&q=mia")
    content = b"".join(answer.streaming_content)
    if kind == "xlsx":
        row = [cell.value for cell in opened(content)[2]]
    else:
        row = [cell or None for cell in content.decode().splitlines()[1].split(",")]
        row[2:6] = [int(cell) for cell in row[2:6]]
    assert row[:3] == ["Mona", "Mia", 0]
    assert row[4:8] == [0, 0, None, "Active"]
    assert row[8] == "Needs a check-in"
    assert row[10:] == [None, None]


# The library for workbooks complains of a file that is given up half way.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.django_db
def test_an_export_is_whole_or_an_error_and_never_cut_off(kind):
    """The length goes ahead of it, and a failure in the last row comes before the first byte."""

    def rows():
        yield [1, "first"]
        raise OperationalError("the connection is gone")

    with pytest.raises(OperationalError):
        spreadsheets.download("people", ["id", "name"], rows(), kind)
    answer = spreadsheets.download("people", ["id", "name"], [[1, "first"]], kind)
    content = answer.getvalue()
    answer.close()
    assert int(answer["Content-Length"]) == len(content)


@pytest.mark.django_db(transaction=True)
def test_an_export_holds_one_connection_until_it_is_made():
    """A pooler that lends connections for one transaction takes away a cursor that outlives it."""
    open_transactions = []

    def rows():
        open_transactions.append(connection.in_atomic_block)
        yield [1, "first"]

    for kind in ("csv", "xlsx"):
        spreadsheets.download("people", ["id", "name"], rows(), kind).close()
    assert open_transactions == [True, True]
    assert not connection.in_atomic_block
