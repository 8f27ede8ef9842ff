"""People of a file, as the engine takes them: read as an import of applications reads it, with nobody
looked up and nothing written.

They travel to the job as plain values, without names and addresses, on the rehearsal's own row, and a
constraint says that they are gone from there once it is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.actions.application_imports import columns, loading
from applications.actions.application_imports.rows import Row
from pairing.engine.scoring import Person
from pairing.runs import cohort
from people.actions.imports.life import OpenError
from people.actions.imports.rows import Problem
from people.tables.reading import read_table
from programs.models import Cycle, Role
from surveys.models import Question

Plain = dict[str, Any]
_SETS, _TUPLES = {"languages", "hours"}, {"focus", "wishes"}


@dataclass(frozen=True)
class Filed:
    """`people` by side, as `as_plain` made them; `problems` of the lines that are left out."""

    people: list[tuple[str, Plain]]
    problems: list[Problem]

    def count(self, side: str) -> int:
        return sum(of == side for of, _person in self.people)


def read(cycle: Cycle, content: bytes, *, role: Role | None, at: datetime) -> Filed:
    """ValidationError where the file says too little. The moment at which somebody applied is of no
    meaning here, so nobody is late."""
    questions = columns.questions_of(cycle)
    table = read_table(content, knows=columns.knows(questions))
    usable = [column for column in table.columns if column not in table.repeated]
    mapping = columns.default_mapping(usable, questions)
    mapping.pop("submitted_at", None)
    try:
        found = loading.read_rows(cycle, table, mapping, role=role, at=at)
    except OpenError as error:
        raise ValidationError(
            [
                _("“%(column)s”: write days as 2027-03-31, so that day and month are clear.")
                % {"column": column}
                for column in error.facts["open_orders"]
            ],
            code="open",
        ) from None
    asked = {one.pk: one for some in questions.values() for one in some}
    numbers: dict[str, int] = {}
    people = []
    for row in found.rows:
        if row.is_right and row.role is not None and row.role.side != Role.Side.STAFF:
            number = numbers.setdefault(row.email, len(numbers))
            person = _person(row, row.role, number, asked)
            people.append((str(row.role.side), as_plain(person)))
    return Filed(people, [one for row in found.rows if row.is_wrong for one in row.problems])


def _person(row: Row, role: Role, number: int, asked: Mapping[int, Question]) -> Person:
    """Somebody in both roles is two of these with one number, which means nothing elsewhere."""
    facts = SimpleNamespace(
        id=f"{role.side}{number}",
        person_id=f"file{number}",
        division=row.facts.get("division") or "",
        department=row.facts.get("department") or "",
        level=row.facts.get("level"),
        time_zone=row.facts.get("time_zone") or "",
        started_on=row.facts.get("started_on"),
        manager_id=None,
        languages=row.facts.get("languages") or [],
        capacity=row.capacity or role.capacity,
        priority=1,
        is_late=False,
        manages=False,
    )
    return cohort.person_who_said(facts, _said(row, asked), role.side)


def _said(row: Row, asked: Mapping[int, Question]) -> Iterator[SimpleNamespace]:
    for number, values in row.values.items():
        question = asked[number]
        if not question.pairing_use:
            continue
        choices = {one.pk: one for one in question.choices.all()}
        for value in values:
            choice = choices.get(value.choice_id or 0)
            yield SimpleNamespace(
                use=question.pairing_use,
                label=choice.label if choice else None,
                value=choice.value if choice else None,
                place=choice.position if choice else None,
                text=value.text,
                number=value.number,
                slots=value.slots,
            )


def as_plain(person: Person) -> Plain:
    plain = {one.name: getattr(person, one.name) for one in fields(person)}
    for name in (*_SETS, *_TUPLES):
        if plain[name] is not None:
            plain[name] = sorted(plain[name]) if name in _SETS else list(plain[name])
    plain["started_on"] = person.started_on.isoformat() if person.started_on else None
    return plain


def from_plain(plain: Plain) -> Person:
    found = dict(plain)
    for name in _SETS:
        found[name] = None if found[name] is None else frozenset(found[name])
    for name in _TUPLES:
        found[name] = tuple(found[name])
    if found["started_on"]:
        found["started_on"] = date.fromisoformat(found["started_on"])
    return Person(**found)
