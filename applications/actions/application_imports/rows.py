"""Checking the rows of a file, one by one, before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from applications.actions.application_imports import cells
from applications.actions.application_imports.columns import QUESTION, Mapping
from people.actions.imports.files import Record, Table
from people.actions.imports.rows import known_zones
from programs.models import Role
from surveys.forms import QuestionnaireForm
from surveys.models import Question
from surveys.values import AnswerValue

LONGEST_FACT = 120
BEAT_ROWS = 200
TEXT_FACTS = ("job_title", "department", "division", "location")

Beat = Callable[[int], None]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row; column is empty when it is the row as a whole."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return f"{place}: {self.message}"


@dataclass
class Row:
    line: int
    email: str = ""
    name: str = ""
    role: Role | None = None
    submitted_at: datetime | None = None
    capacity: int | None = None
    facts: dict = field(default_factory=dict)
    values: dict[int, list[AnswerValue]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Reader:
    """Reads rows under one mapping. `role` is for files that hold a single role."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        *,
        roles: dict[str, Role],
        questions: dict[int, list[Question]],
        role: Role | None,
        at: datetime,
    ):
        self.table, self.mapping, self.role, self.at = table, mapping, role, at
        self.roles, self.questions = roles, questions
        self.places = {name: table.index(column) for name, column in mapping.items()}
        self.forms = {number: QuestionnaireForm(asked) for number, asked in questions.items()}

    def rows(self, beat: Beat = lambda done: None) -> list[Row]:
        """Every row of the table; `beat` hears now and then how many are read."""
        found = []
        for done, record in enumerate(self.table.records):
            if done % BEAT_ROWS == 0:
                beat(done)
            found.append(self._row(record))
        seen: dict[tuple, int] = {}
        for row in found:
            key = (row.email, row.role)
            if row.email and key in seen:
                message = _("The same person and role as in line %(line)s.") % {"line": seen[key]}
                self._refuse(row, "email", message)
            seen.setdefault(key, row.line)
        return found

    def _row(self, record: Record) -> Row:
        row = Row(record.line)
        if len(record.cells) > len(self.table.columns):
            row.problems.append(Problem(row.line, "", _("More cells than the head has columns.")))
        given = {name: self._cell(record, place) for name, place in self.places.items()}
        self._read_who(row, given)
        self._read_facts(row, given)
        if row.role is not None:
            self._read_answers(row, given)
        return row

    def _cell(self, record: Record, place: int) -> str:
        return record.cells[place].replace("\x00", "").strip() if place < len(record.cells) else ""

    def _refuse(self, row: Row, name: str, message: str) -> None:
        row.problems.append(Problem(row.line, self.mapping.get(name, ""), message))

    def _read_who(self, row: Row, given: dict[str, str]) -> None:
        row.email, row.name = given["email"].lower(), given.get("name", "")[:150]
        try:
            validate_email(row.email)
        except ValidationError:
            self._refuse(row, "email", _("This is not an e-mail address."))
        row.role = self.role or self.roles.get(given.get("role", "").casefold())
        if row.role is None:
            known = ", ".join(sorted({role.slug for role in self.roles.values()}))
            self._refuse(row, "role", _("No such role. There are: %(known)s.") % {"known": known})
        row.submitted_at = self._moment(row, given.get("submitted_at", ""))

    def _moment(self, row: Row, text: str) -> datetime:
        try:
            moment = parse_datetime(text) or parse_date(text)
        except ValueError:
            moment = None
        if moment is None:
            if text:
                self._refuse(row, "submitted_at", _("Write it as 2021-06-07 14:30."))
            return self.at
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _read_facts(self, row: Row, given: dict[str, str]) -> None:
        row.facts = {name: given[name][:LONGEST_FACT] for name in TEXT_FACTS if given.get(name)}
        if zone := given.get("time_zone"):
            if zone in known_zones():
                row.facts["time_zone"] = zone
            else:
                self._refuse(row, "time_zone", _("Not a time zone. Example: Europe/Berlin."))
        if words := given.get("languages"):
            row.facts["languages"] = [w.strip()[:40] for w in words.split(",") if w.strip()][:20]
        if text := given.get("level"):
            row.facts["level"] = self._number(row, "level", text, low=0, high=99)
        row.facts |= self._start(row, given.get("started_on", ""))
        if text := given.get("capacity"):
            row.capacity = self._number(row, "capacity", text, low=1, high=50)

    def _start(self, row: Row, text: str) -> dict[str, date]:
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if text and day is None:
            self._refuse(row, "started_on", _("Write it as 2021-06-07."))
        return {"started_on": day} if day else {}

    def _number(self, row: Row, name: str, text: str, *, low: int, high: int) -> int | None:
        if text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high:
            return int(text)
        message = _("A whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
        self._refuse(row, name, message)
        return None

    def _read_answers(self, row: Row, given: dict[str, str]) -> None:
        asked = self.questions[row.role.pk]
        written = {
            name.removeprefix(QUESTION): cell
            for name, cell in given.items()
            if name.startswith(QUESTION)
        }
        form = self.forms[row.role.pk]
        form.send(cells.as_sent(asked, written))
        if form.is_valid():
            row.values = form.values()
            return
        by_name = {form.name_of(question): question for question in asked}
        for name, messages in form.errors.items():
            question = by_name.get(name)
            for message in messages:
                self._refuse(row, QUESTION + question.key if question else "", str(message))
