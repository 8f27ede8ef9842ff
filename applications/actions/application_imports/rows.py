"""Checking the rows of a file, one by one, before anything is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.actions.application_imports import cells
from applications.actions.application_imports.columns import QUESTION, SAID, Mapping, Questions
from people.actions.imports.life import OpenError
from people.actions.imports.rows import Problem
from people.facts import LONGEST_LANGUAGE, MOST_LANGUAGES, Fact, Kind, longest
from people.models.columns import known
from people.tables import days, moments, numbers, texts, zones
from people.tables.records import Choices, Record, Table
from programs.models import Cycle, Role
from programs.queries.calls import roles_applied_for
from surveys.forms import QuestionnaireForm
from surveys.models import Question
from surveys.values import AnswerValue

BEAT_ROWS = 200
DATE = "date"  # the kind of question whose column is read as a whole

Beat = Callable[[int], None]


@dataclass
class Row:
    line: int
    email: str = ""
    name: str = ""
    named_role: Role | None = None  # None where the file names none that is here
    submitted_at: datetime | None = None  # None where the file says no time
    capacity: int | None = None
    facts: dict = field(default_factory=dict)
    values: dict[int, list[AnswerValue]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    newer_line: int = 0  # the same person's newer answer in the same role counts instead

    @property
    def role(self) -> Role:
        """Of every row that is right."""
        return known(self.named_role)

    @property
    def is_right(self) -> bool:
        return not self.newer_line and not self.is_wrong

    @property
    def is_wrong(self) -> bool:
        return any(not problem.is_note for problem in self.problems)


@dataclass
class ReadRows:
    """Every row of a file. `without_zone` shows a time that was read as one of `zone`."""

    rows: list[Row]
    email_column: str = ""
    without_zone: str = ""
    zone: str = ""


class Reader:
    """Reads rows under one mapping. `role` is for files that hold a single role."""

    def __init__(
        self,
        cycle: Cycle,
        table: Table,
        mapping: Mapping,
        choices: Choices,
        *,
        questions: Questions,
        role: Role | None,
        at: datetime,
    ):
        self.cycle, self.table, self.mapping, self.choices = cycle, table, mapping, choices
        self.role, self.at, self.questions = role, at, questions
        self.roles = _by_name(cycle)
        self.places = {name: table.index(column) for name, column in mapping.items()}
        self.forms = {number: QuestionnaireForm(asked) for number, asked in questions.items()}
        self.open_orders: dict[str, str] = {}
        self.open_zones: dict[str, str] = {}
        self.without_zone = ""
        self.times = self._read_times()
        self.days = {name: self._read_days(name) for name in self._day_fields()}

    def rows(self, beat: Beat = lambda done: None) -> ReadRows:
        """Every row of the table; `beat` hears now and then how many are read."""
        if self.open_orders or self.open_zones:
            raise OpenError(self.open_orders, self.open_zones)
        found = []
        for done, record in enumerate(self.table.records):
            if done % BEAT_ROWS == 0:
                beat(done)
            found.append(self._row(record))
        self._keep_newest(found)
        zone = self.choices.zone or self.cycle.zone
        return ReadRows(
            found, self.mapping["email"], self.without_zone, zone if self.without_zone else ""
        )

    def _day_fields(self) -> list[str]:
        dated = {
            QUESTION + question.key
            for asked in self.questions.values()
            for question in asked
            if question.kind == DATE
        }
        dated |= {fact.name for fact in SAID if fact.kind is Kind.DAY}
        return [name for name in self.mapping if name in dated]

    def _column(self, name: str) -> tuple[list[int], list[str], str]:
        """The lines and cells of a column, and the order of day and month chosen for it."""
        column = self.mapping[name]
        lines = [record.line for record in self.table.records if not record.problem]
        return lines, self.table.cells_of(column), self.choices.orders.get(column, "")

    def _read_times(self) -> dict[int, datetime | str | None]:
        if "submitted_at" not in self.mapping:
            return {}
        lines, column, order = self._column("submitted_at")
        read = moments.read_column(
            column, order=order, zone=self.choices.zone, own_zone=self.cycle.zone, at=self.at
        )
        if read.open_day:
            self.open_orders[self.mapping["submitted_at"]] = read.open_day
        if read.open_zone:
            self.open_zones[self.mapping["submitted_at"]] = read.open_zone
        self.without_zone = read.without_zone
        return dict(zip(lines, read.moments, strict=True))

    def _read_days(self, name: str) -> dict[int, date | str | None]:
        lines, column, order = self._column(name)
        latest = date(2200, 1, 1) if name.startswith(QUESTION) else self.at.date()
        read = days.read_column(column, order=order, latest=latest)
        if read.open_example:
            self.open_orders[self.mapping[name]] = read.open_example
        return dict(zip(lines, read.days, strict=True))

    def _keep_newest(self, rows: Sequence[Row]) -> None:
        """Of several answers of a person in one role the newest counts: by its time, and without
        times the one further down, where tools put what came later."""
        newest: dict[tuple, Row] = {}
        for row in rows:
            key = (row.email, row.named_role)
            if row.is_wrong or not row.email or row.named_role is None:
                continue
            other = newest.setdefault(key, row)
            if other is row:
                continue
            is_newer = not (row.submitted_at and other.submitted_at) or (
                row.submitted_at >= other.submitted_at
            )
            older, newer = (other, row) if is_newer else (row, other)
            newest[key] = newer
            older.newer_line = newer.line
            note = _("An older answer of the same person: the one in line %(line)s counts.")
            older.problems.append(
                Problem(older.line, self.mapping["email"], note % {"line": newer.line}, True)
            )

    def _row(self, record: Record) -> Row:
        row = Row(record.line)
        if record.problem:
            row.problems.append(Problem(row.line, "", record.problem))
            return row
        given = {name: self._cell(row, record, name, place) for name, place in self.places.items()}
        self._read_who(row, given)
        self._read_facts(row, given)
        if row.named_role is not None:
            self._read_answers(row, given)
        return row

    def _cell(self, row: Row, record: Record, name: str, place: int) -> str:
        cell = texts.unguarded(record.cells[place].replace("\x00", ""))
        try:
            if place in record.faults:
                raise ValidationError(record.faults[place])
            texts.check_origin(cell)
        except ValidationError as error:
            self._refuse(row, name, error.messages[0])
            return ""
        return cell.strip()

    def _refuse(self, row: Row, name: str, message: str) -> None:
        row.problems.append(Problem(row.line, self.mapping.get(name, ""), message))

    def _value(self, row: Row, name: str, read: Callable[[], Any]) -> Any:
        """What a cell holds, or None with a problem that says why it holds nothing."""
        try:
            return read()
        except ValidationError as error:
            self._refuse(row, name, error.messages[0])
            return None

    def _read_who(self, row: Row, given: dict[str, str]) -> None:
        row.email = self._value(row, "email", partial(texts.address, given["email"])) or ""
        parts = [given.get(name, "") for name in ("name", "first_name", "last_name")]
        name = " ".join(part for part in parts if part)
        row.name = (
            self._value(row, "name", partial(texts.text, name, longest=longest("name"))) or ""
        )
        row.named_role = self.role or self.roles.get(given.get("role", "").casefold())
        if row.named_role is None:
            roles = ", ".join(sorted({role.slug for role in self.roles.values()}))
            message = _("“%(value)s” is not a role here. The roles are: %(known)s.")
            words = {"value": given.get("role", "")[: texts.SHOWN], "known": roles}
            self._refuse(row, "role", message % words)
        moment = self.times.get(row.line)
        if isinstance(moment, str):
            self._refuse(row, "submitted_at", moment)
        else:
            row.submitted_at = moment

    def _read_facts(self, row: Row, given: dict[str, str]) -> None:
        for fact in SAID:
            if not (cell := given.get(fact.name)):
                continue
            if fact.kind is not Kind.DAY:
                row.facts[fact.name] = self._value(row, fact.name, partial(_fact, fact, cell))
            elif day := self._day(row, fact.name):
                row.facts[fact.name] = day
        if cell := given.get("capacity"):
            row.capacity = self._value(
                row, "capacity", partial(numbers.whole, cell, least=1, most=50)
            )

    def _day(self, row: Row, name: str) -> date | None:
        day = self.days.get(name, {}).get(row.line)
        if isinstance(day, str):
            self._refuse(row, name, day)
            return None
        return day

    def _read_answers(self, row: Row, given: dict[str, str]) -> None:
        asked = self.questions[row.role.pk]
        written = {
            name.removeprefix(QUESTION): cell
            for name, cell in given.items()
            if name.startswith(QUESTION)
        }
        for question in asked:
            name = QUESTION + question.key
            if question.kind == DATE and written.get(question.key):
                day = self._day(row, name)
                written[question.key] = day.isoformat() if day else ""
        sent = cells.as_sent(asked, written)
        for key, message in sent.problems.items():
            self._refuse(row, QUESTION + key, message)
        form = self.forms[row.role.pk]
        form.send(sent.data)
        if form.is_valid():
            row.values = form.values()
            return
        by_name = {form.name_of(question): question for question in asked}
        for name, messages in form.errors.items():
            self._refuse_answer(row, by_name.get(name), list(map(str, messages)), written, sent)

    def _refuse_answer(
        self,
        row: Row,
        question: Question | None,
        messages: Sequence[str],
        written: dict[str, str],
        sent: cells.Sent,
    ) -> None:
        """What the form says, with the question and the value; once for each question."""
        key = question.key if question else ""
        if key in sent.problems or any(
            p.column == self.mapping.get(QUESTION + key) for p in row.problems if key
        ):
            return
        value = written.get(key, "")
        for message in messages:
            said = f"“{value[: texts.SHOWN]}”: {message}" if value else str(message)
            if question and QUESTION + key not in self.mapping:
                said = f"{question.text}: {message}"
            self._refuse(row, QUESTION + key, said)


def _by_name(cycle: Cycle) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for role in roles_applied_for(cycle):
        found |= {role.slug.casefold(): role, role.name.casefold(): role}
    return found


def _fact(fact: Fact, cell: str) -> Any:
    readers: dict[Kind, Callable[[str], object]] = {
        Kind.LEVEL: numbers.level,
        Kind.ZONE: zones.zone,
        Kind.LANGUAGES: _languages,
    }
    read = readers.get(fact.kind) or partial(texts.text, longest=longest(fact.name))
    return read(cell)


def _languages(words: str) -> list[str]:
    languages = (word.strip()[:LONGEST_LANGUAGE] for word in words.replace(";", ",").split(","))
    return list(dict.fromkeys(filter(None, languages)))[:MOST_LANGUAGES]
