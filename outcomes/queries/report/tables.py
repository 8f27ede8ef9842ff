"""The parts of a report as tables for spreadsheets: the same values that the page shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.queries.report.called import called_of

Cells = list[Any]
Document = dict[str, Any]


class Side(StrEnum):
    MENTORS = "mentors"
    MENTEES = "mentees"


@dataclass(frozen=True)
class Table:
    """`key` stands in its address, `parts` are what it needs of the report."""

    key: str
    label: str | Promise
    header: Callable[[Document], Cells]
    rows: Callable[[Document], Iterator[Cells]]
    parts: tuple[str, ...]

    def is_in(self, document: Document) -> bool:
        return any(document.get(part) for part in self.parts)


def tables_of(document: Document) -> list[Table]:
    """Those that have something in them."""
    return [table for table in TABLES if table.is_in(document)]


def table_named(key: str, document: Document) -> Table | None:
    return next((table for table in tables_of(document) if table.key == key), None)


def figure_rows(document: Document) -> Iterator[Cells]:
    """Every figure of its own with what it is a share of, and its goal."""
    people = document["participation"]
    yield [_("Pairs"), people["pairs"], "", "", ""]
    yield [_("Pairs that ended early"), people["ended_early"], "", "", ""]
    yield [_("People"), people["people"], "", "", ""]
    yield [_("Departments"), document["departments"]["all"], "", "", ""]
    if met := document.get("bi_weekly_completion"):
        done, of = met["consistent_pairs"], met["pairs"]
        yield [_("Pairs that meet consistently, %"), met["percent"], done, of, met["target"]]
    if held := document.get("sessions_held"):
        yield [_("Sessions held, %"), held["percent"], held["met"], held["due"], ""]
    if live := document.get("live_attendance"):
        done, of = live["present"], live["expected"]
        yield [_("Attendance at live events, %"), live["percent"], done, of, live["target"]]
    if hours := document.get("hours"):
        yield [_("Hours in live sessions and events"), hours, "", "", ""]


def _fortnight_rows(document: Document) -> Iterator[Cells]:
    for one in document["trend"]:
        yield [one["first"], one["last"], one["met"], one["pairs"], one["percent"]]


def _event_rows(document: Document) -> Iterator[Cells]:
    for one in document["events"]:
        share = [one["present"], one["expected"], one["percent"]]
        yield [one["title"], "", *share, ""]
        for slot in one["slots"]:
            yield [one["title"], slot["starts_at"], slot["present"], "", "", slot.get("room", "")]
        if one["in_writing"]:
            yield [one["title"], _("in writing"), one["in_writing"], "", "", ""]


def _change_rows(document: Document) -> Iterator[Cells]:
    called = called_of(document).words
    for group, changes in document["changes"].items():
        for one in changes:
            means = [one["before"], one["midway"], one["after"], one["change"]]
            yield [
                called.get(group, _("everybody")),
                one["question"],
                one["low"],
                one["high"],
                *means,
            ]


def _feedback_rows(document: Document) -> Iterator[Cells]:
    for one in document["feedback"]:
        for mean in one["averages"]:
            means = [mean.get("mentors"), mean.get("mentees"), mean["everybody"]]
            counts = [one["answered"], one["invited"]]
            yield [one["survey"], mean["question"], mean["of"], *means, *counts]


def _outcome_rows(document: Document) -> Iterator[Cells]:
    for one in document["outcomes"]:
        for bar in one["bars"]:
            yield [one["question"], bar["label"], bar["count"], bar["percent"], one["answered"]]


def _department_rows(document: Document) -> Iterator[Cells]:
    for one in document["by_department"]:
        total = one.get("total", (one["mentors"] or 0) + (one["mentees"] or 0))
        yield [one["name"], one["mentors"], one["mentees"], total]


def _funnel_rows(document: Document) -> Iterator[Cells]:
    for stage, counts in document["funnel"].items():
        yield [stage, counts["mentors"], counts["mentees"]]


def compared_rows(document: Document) -> Iterator[tuple[str, str, str, list[Any]]]:
    """Figures that two cycles or more have: key, label, unit, and the value of each cycle."""
    labels = {
        "pairs": (_("Pairs"), ""),
        "departments": (_("Departments"), ""),
        "completion": (_("Pairs that meet consistently"), "%"),
        "held": (_("Sessions held"), "%"),
        "attendance": (_("Attendance at live events"), "%"),
        "overall": (_("How good it was, of those who answered"), ""),
        "answer_rate": (_("Answered the end survey"), "%"),
        "hours": (_("Hours in live sessions and events"), ""),
    }
    for key, (label, unit) in labels.items():
        values = [one[key] for one in document["compared"]]
        if sum(value is not None for value in values) > 1:
            yield key, label, unit, values


def _compared_cells(document: Document) -> Iterator[Cells]:
    for _key, label, unit, values in compared_rows(document):
        yield [label, unit, *values]


def _names(*labels: str | Promise | Side) -> Callable[[Document], Cells]:
    """Headings; those of the two sides are what the cycle calls them."""
    return lambda document: [
        capfirst(called_of(document).words[label]) if isinstance(label, Side) else str(label)
        for label in labels
    ]


def _compared_names(document: Document) -> Cells:
    return [_("Figure"), _("Unit"), *(one["cycle"] for one in document["compared"])]


_lazy = gettext_lazy
TABLES = (
    Table(
        "figures",
        _lazy("Figures"),
        _names(_lazy("Figure"), _lazy("Value"), _lazy("Part"), _lazy("Whole"), _lazy("Goal")),
        figure_rows,
        ("participation",),
    ),
    Table(
        "changes",
        _lazy("Before, midway, after"),
        _names(
            _lazy("Group"),
            _lazy("Question"),
            _lazy("Lowest"),
            _lazy("Highest"),
            _lazy("Before"),
            _lazy("Midway"),
            _lazy("After"),
            _lazy("Change"),
        ),
        _change_rows,
        ("changes",),
    ),
    Table(
        "meetings",
        _lazy("Pairs that met"),
        _names(_lazy("From"), _lazy("To"), _lazy("Met"), _lazy("Pairs"), _lazy("Percent")),
        _fortnight_rows,
        ("trend",),
    ),
    Table(
        "events",
        _lazy("Attendance"),
        _names(
            _lazy("Event"),
            _lazy("Session"),
            _lazy("Came"),
            _lazy("Expected"),
            _lazy("Percent"),
            _lazy("How it went"),
        ),
        _event_rows,
        ("events",),
    ),
    Table(
        "outcomes",
        _lazy("Outcomes"),
        _names(
            _lazy("Question"),
            _lazy("Answer"),
            _lazy("People"),
            _lazy("Percent"),
            _lazy("Answered"),
        ),
        _outcome_rows,
        ("outcomes",),
    ),
    Table(
        "feedback",
        _lazy("Feedback"),
        _names(
            _lazy("Survey"),
            _lazy("Question"),
            _lazy("Highest"),
            Side.MENTORS,
            Side.MENTEES,
            _lazy("All"),
            _lazy("Answered"),
            _lazy("Invited"),
        ),
        _feedback_rows,
        ("feedback",),
    ),
    Table(
        "departments",
        _lazy("Departments"),
        _names(_lazy("Department"), Side.MENTORS, Side.MENTEES, _lazy("All")),
        _department_rows,
        ("by_department",),
    ),
    Table("cycles", _lazy("Earlier cycles"), _compared_names, _compared_cells, ("compared",)),
    Table(
        "applications",
        _lazy("Applications"),
        _names(_lazy("Stage"), Side.MENTORS, Side.MENTEES),
        _funnel_rows,
        ("funnel",),
    ),
)
