"""What importing 10,000 applications costs. By hand, one JSON line per figure:

    python -m pytest tests/benchmarks/bench_imports.py -s

Data: 10,000 mentees, each an unknown person, answering every question of the program in the
catalog of 2021; one CSV file, one XLSX file with the same cells.
"""

import csv
import io
import json
import time
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from applications.actions.application_imports import columns, loading
from applications.models import Application
from people.tables.reading import read_table
from programs.catalog import TEMPLATES
from programs.programfile import load

AT = datetime(2021, 6, 10, 12, tzinfo=UTC)
ROWS = 10_000


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_import_of_applications(kind):
    cycle = load(TEMPLATES["women-at-gitlab-2021"].read(), at=AT).cycle
    role = cycle.roles.get(side="mentee")
    asked = columns.questions_of(cycle)
    content = _file(asked[role.pk], kind)

    table = _timed("read the file", kind, lambda: read_table(content))
    mapping = columns.default_mapping(table.columns, asked)
    again = {"at": AT, "by": None, "role": role, "leave_out": True}
    outcome = _timed(
        "dry run", kind, lambda: loading.load(cycle, table, mapping, is_dry_run=True, **again)
    )
    assert outcome.new == ROWS, outcome.problems[:5]
    _timed("import", kind, lambda: loading.load(cycle, table, mapping, **again))
    _timed("the same file again", kind, lambda: loading.load(cycle, table, mapping, **again))
    assert Application.objects.count() == ROWS


def _timed(name, kind, work):
    start, begun = time.perf_counter(), time.process_time()
    result = work()
    seconds = {
        "seconds": round(time.perf_counter() - start, 2),
        "own_cpu_seconds": round(time.process_time() - begun, 2),
    }
    figure = {"figure": name, "file": kind, "rows": ROWS, **seconds}
    print(json.dumps(figure))  # noqa: T201 figures are the point
    return result


def _file(questions, kind):
    head = ["Email", "Name", *(question.text for question in questions)]
    rows = [
        [f"p{number}@example.com", f"Person {number}", *(_cell(q, number) for q in questions)]
        for number in range(ROWS)
    ]
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([head, *rows])
        return text.getvalue().encode()
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in [head, *rows]:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def _cell(question, number):
    if question.kind in {"one", "several"}:
        choices = list(question.choices.all())
        return choices[number % len(choices)].label
    if question.kind == "ranking":
        return "; ".join(choice.label for choice in question.choices.all())
    return {
        "yes_no": "yes",
        "scale": str(question.low or 1),
        "number": "3",
        "date": "2021-05-04",
        "week": "mon-0 tue-1",
    }.get(question.kind, f"Words of person {number}, long enough to be an answer")
