"""What the templates of a report need beside its plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outcomes.queries.report.called import called_of
from outcomes.queries.report.tables import compared_rows, tables_of
from programs.queries.quotes import of_report


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    unit: str
    values: list[Any]


@dataclass(frozen=True)
class File:
    label: str
    address: str


def context_of(document: dict[str, Any]) -> dict[str, Any]:
    departments = [_with_total(one) for one in document.get("by_department", [])]
    compared = compared_rows(document) if document.get("compared") else ()
    events = document.get("events", [])
    return {
        "doc": document,
        "called": called_of(document),
        "quotes": of_report(one["quote"] for one in document.get("quotes", [])),
        "department_columns": halves(departments),
        "most": max((one["total"] for one in departments), default=0),
        "compared_rows": [Row(*row) for row in compared],
        "has_rooms": any(slot.get("room") for one in events for slot in one["slots"]),
    }


def files_of(document: dict[str, Any], address: Callable[[str], str]) -> list[File]:
    return [File(str(table.label), address(table.key)) for table in tables_of(document)]


def halves(rows):
    """Two columns of about the same length."""
    middle = (len(rows) + 1) // 2
    return [column for column in (rows[:middle], rows[middle:]) if column]


def _with_total(one: dict[str, Any]) -> dict[str, Any]:
    total = one["total"] if "total" in one else one["mentors"] + one["mentees"]
    return {**one, "total": total}
