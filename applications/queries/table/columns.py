"""The rows and columns of the applications table; its export has exactly the same ones."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from applications.models import Application
from applications.queries.checks import (
    NOT_MET,
    OPEN,
    Check,
    checks_of,
    known_fulfilments,
    requirements_of,
)
from applications.queries.scoring import summed_scores
from applications.queries.table.filters import in_both_roles
from applications.queries.table.questions import (
    AskedQuestion,
    Given,
    by_question,
    given_answers,
    in_file,
    in_words,
)
from people import facts
from people.facts import FACTS, Fact
from people.models import User
from programs.models import Cycle, Requirement, Role
from programs.permissions import conflicts_of

Status = Application.Status
CHECKS = "checks"
_ALWAYS = ["name", "role", "cycle", "started_on", "submitted_at", "is_time_known", "is_late"]
_FACTS = {fact.name: fact for fact in FACTS if not fact.is_for_organizers}
_SHOWN_AT_FIRST, _SORTED = {"division", "location"}, {"division", "location", "department"}
_SCORED = {"score", "spread", "reviews"}

TONES = {
    Status.ELIGIBLE: "ok",
    Status.NOT_ELIGIBLE: "bad",
    Status.WAITLISTED: "line",
    Status.PAIRED: "ok",
    Status.UNPAIRED: "warn",
    Status.MENTOR_ONLY: "info",
    Status.WITHDRAWN: "line",
    Status.LEFT: "line",
}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: words, a tone that makes them a chip, and a flag beside them."""

    text: str
    tone: str | None = None
    flag: str = ""


@dataclass(frozen=True)
class Column:
    """One column. In a file, a flag beside the cell becomes a column of its own."""

    key: str
    label: str
    cell: Callable[["Row"], Cell]
    sort: str = ""
    is_default: bool = False
    flag_label: str = ""
    css: str = ""
    # What a file gets where that is not the words of the page: a day, a moment, a number; and the
    # heading by which the import of applications knows it again.
    value: Callable[["Row"], object] | None = None
    heading: str = ""


class Row:
    """One application as the table shows it, from a row of `rows_of`."""

    def __init__(self, application: Any, role: Role, cycle: Cycle, requirements: list[Requirement]):
        self.application = application
        self.role = role
        self.in_both_roles = application.in_both_roles
        self.has_conflict = application.has_conflict
        self.requirements = requirements
        self.cycle = cycle
        self.cells: list[tuple[Column, Cell]] = []

    @cached_property
    def given(self) -> Given:
        return by_question(self.application.given_answers)

    @property
    def checks(self) -> list[Check]:
        return checks_of(
            self.application,
            self.requirements,
            self.application.known_fulfilments,
            cycle=self.cycle,
            in_both_roles=self.in_both_roles,
        )

    def fill(self, columns: Iterable[Column]) -> "Row":
        self.cells = [(column, column.cell(self)) for column in columns]
        return self


def columns_of(asked: list[AskedQuestion], *, reads_scores: bool = False) -> list[Column]:
    """Every column there is for a cycle, in order; the name stands before them and always shows.

    What reviewers gave is for organizers alone.
    """
    scores = [
        Column("score", _("Score"), _mean, "score", css="two num"),
        Column("spread", _("Points apart"), _spread, css="two num"),
        Column("reviews", _("Reviews"), _reviews, css="two num"),
    ]
    further = [fact for fact in _FACTS.values() if fact.name not in _SHOWN_AT_FIRST]
    return [
        _fact_column(_FACTS["division"]),
        *(_question_column(question) for question in asked),
        _fact_column(_FACTS["location"]),
        *(_fact_column(fact) for fact in further),
        Column("email", _("E-mail"), lambda row: Cell(row.application.email)),
        Column("capacity", _("Places offered"), _capacity),
        *(scores if reads_scores else []),
        Column(CHECKS, _("Checks"), _checks, is_default=True, css="m3"),
        Column("status", _("State"), _status, "status", is_default=True, css="m4"),
        Column(
            "sent",
            _("Sent"),
            _sent,
            "sent",
            is_default=True,
            flag_label=_("Late"),
            css="two num m5",
            value=_sent_at,
        ),
    ]


def shown(columns: list[Column], chosen: Iterable[str]) -> list[Column]:
    chosen = set(chosen)
    return [one for one in columns if (one.key in chosen if chosen else one.is_default)]


def header_of(columns: list[Column]) -> list[str]:
    """The headings of an exported file."""
    header = [_("Name"), _("Role")]
    for column in columns:
        heading = column.heading or column.label
        header += [heading, column.flag_label] if column.flag_label else [heading]
    return [str(heading) for heading in header]


def exported(row: "Row") -> list[object]:
    """One line of an exported file: what the table shows, no more."""
    line = [row.application.name, row.role.name]
    for column, cell in row.cells:
        value = column.value(row) if column.value else cell.text
        line += [value, cell.flag] if column.flag_label else [value]
    return line


def rows_of(
    found: QuerySet[Application],
    columns: list[Column],
    *,
    cycle: Cycle,
    asked: list[AskedQuestion],
    roles: list[Role],
    viewer: User,
) -> Iterator[Row]:
    """Rows with what their columns need; streamed when not sliced. Roles are the cycle's own."""
    keys = {column.key for column in columns}
    fields = (_FACTS.keys() | {"capacity"}) & keys
    applications = found.only(*_ALWAYS, *fields).annotate(
        in_both_roles=in_both_roles(cycle),
        has_conflict=Case(When(conflicts_of(viewer), then=True), default=False),
        **_needed(keys, asked),
    )
    if CHECKS in keys:
        applications = applications.prefetch_related(known_fulfilments())
    role_of = {role.pk: role for role in roles}
    requirements = list(requirements_of(cycle)) if CHECKS in keys else []
    for application in applications.iterator(chunk_size=1000):
        role = role_of[application.role_id]
        yield Row(application, role, cycle, requirements).fill(columns)


def _needed(keys: set[str], asked: list[AskedQuestion]) -> dict[str, Any]:
    """What is fetched beside the row, by the columns that are shown."""
    needed: dict[str, Any] = {}
    if questions := [one for one in asked if f"a.{one.key}" in keys]:
        needed["given_answers"] = given_answers(questions)
    if "email" in keys:
        needed["email"] = F("person__email")
    if keys & _SCORED:
        needed["given_scores"] = summed_scores()
    return needed


def _fact_column(fact: Fact) -> Column:
    def cell(row: Row) -> Cell:
        return Cell(facts.in_words(getattr(row.application, fact.name)))

    return Column(
        fact.name,
        str(fact.label),
        cell,
        sort=fact.name if fact.name in _SORTED else "",
        is_default=fact.name in _SHOWN_AT_FIRST,
        css="two",
    )


def _question_column(question: AskedQuestion) -> Column:
    def cell(row: Row) -> Cell:
        return Cell(in_words(question, row.given))

    return Column(
        f"a.{question.key}",
        question.label,
        cell,
        is_default=question.stands_first,
        css="fa",
        value=lambda row: in_file(question, row.given),
        heading=question.text,
    )


def _capacity(row: Row) -> Cell:
    return Cell(str(row.application.capacity) if row.role.side == Role.Side.MENTOR else "")


def _checks(row: Row) -> Cell:
    states = [check.state for check in row.checks]
    if not states:
        return Cell("–")
    if failed := states.count(NOT_MET):
        return Cell(ngettext("%d not met", "%d not met", failed) % failed, tone="bad")
    if still_open := states.count(OPEN):
        words = _("%(open)d of %(all)d open") % {"open": still_open, "all": len(states)}
        return Cell(words, tone="warn")
    return Cell(_("All met"))


def _mean(row: Row) -> Cell:
    return _of_scores(row, "mean")


def _spread(row: Row) -> Cell:
    return _of_scores(row, "spread")


def _reviews(row: Row) -> Cell:
    scores = {} if row.has_conflict else row.application.given_scores or {}
    return Cell(str(scores.get("count", "")))


def _of_scores(row: Row, name: str) -> Cell:
    scores = {} if row.has_conflict else row.application.given_scores or {}
    value = scores.get(name)
    return Cell("" if value is None else f"{value:.1f}")


def _status(row: Row) -> Cell:
    status = Status(row.application.seen_status)
    return Cell(str(status.label), tone=TONES.get(status, ""))


def _sent(row: Row) -> Cell:
    if not row.application.is_time_known:
        return Cell(_("no time known"))
    day = row.cycle.day(row.application.submitted_at)
    flag = _("Late") if row.application.is_late else ""
    return Cell(_day_words(day, get_language()), flag=flag)


def _sent_at(row: Row) -> datetime | None:
    """By the clock of the cycle's zone, as the import reads times that name none."""
    if not row.application.is_time_known:
        return None
    local = row.application.submitted_at.astimezone(row.cycle.tzinfo)
    return local.replace(tzinfo=None, microsecond=0)


@lru_cache(maxsize=400)
def _day_words(day: date, _language: str | None) -> str:
    return date_format(day, "j F")
