"""Workbooks: sheets, cells as they look, formulas, hidden rows."""

import io
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from openpyxl.styles import numbers as formats

from people.actions.imports import columns
from people.models import User
from people.tables.reading import read_table
from people.tables.records import Choices
from tests.people.files.reading import load, only, why

pytestmark = pytest.mark.django_db


def workbook(fill):
    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ROW = ["1", "Test Person", "ann@example.org", "Sales", datetime(2021, 6, 7, 9, 30), "Europe/Berlin"]
COLUMNS = ["Personnel number", "Name", "E-mail", "Division", "Start date", "Time zone"]


def test_sheet_and_head_of_a_workbook_are_found():
    def fill(book):
        book.active.append(["Cover page"])
        hidden = book.create_sheet("Old")
        hidden.append(COLUMNS)
        hidden.sheet_state = "hidden"
        sheet = book.create_sheet("People")
        sheet.append(["Employees", None, None, "Work"])
        sheet.merge_cells("A1:C1")
        sheet.append(COLUMNS)
        sheet.append(ROW)

    content = workbook(fill)
    assert load(content).counts["new"] == 1
    assert only().started_on == date(2021, 6, 7)
    table = read_table(content, knows=columns.is_known)
    assert (table.sheet, table.head_line) == ("People", 2)
    assert [sheet.is_hidden for sheet in table.sheets] == [False, True, False]
    with pytest.raises(ValidationError) as refused:
        read_table(content, Choices(sheet="Old"), knows=columns.is_known)
    assert refused.value.code == "no_rows"


def test_cells_of_a_workbook_are_read_as_they_look():
    def fill(book):
        sheet = book.active
        sheet.append([*COLUMNS, "Level"])
        sheet.append([7, *ROW[1:4], 44354, ROW[5], 5.0])
        sheet["A2"].number_format = "0000"
        sheet.append([8, "Bo", "bo@example.org", None, "07.06.2021", None, None])
        sheet.append([9, "Cy", "cy@example.org", None, None, None, None])
        sheet.merge_cells("D2:D3")
        sheet["E2"].number_format = formats.FORMAT_GENERAL

    load(workbook(fill))

    rows = User.objects.order_by("name").values_list(
        "external_id", "division", "started_on", "level"
    )
    assert list(rows) == [
        ("8", "Sales", date(2021, 6, 7), None),
        ("9", "", None, None),
        ("0007", "Sales", date(2021, 6, 7), 5),
    ]


@pytest.mark.parametrize(("cell", "part"), [("=A1", "formula"), ("#N/A", "error")])
def test_formulas_without_a_result_and_errors_are_named(cell, part):
    def fill(book):
        book.active.append(COLUMNS)
        book.active.append(ROW)
        book.active["D2"] = cell

    [(line, column, message)] = why(workbook(fill))
    assert (line, column) == (2, "Division")
    assert part in message


def test_hidden_rows_are_read_with_a_remark_unless_left_out():
    def fill(book):
        book.active.append(COLUMNS)
        book.active.append(ROW)
        book.active.append(["2", "Bo", "bo@example.org"])
        book.active.row_dimensions[3].hidden = True

    content = workbook(fill)
    table = read_table(content, knows=columns.is_known)
    assert (table.hidden_count, len(table.records)) == (1, 2)
    assert "hidden" in table.remarks[0]
    assert load(content, skips_hidden=True).counts["new"] == 1
