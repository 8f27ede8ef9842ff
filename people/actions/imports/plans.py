"""The rows of a file against the people there are: who is new, who changes, who stays the same."""

from dataclasses import dataclass, field
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from people.actions.imports import life
from people.actions.imports.columns import Mapping
from people.actions.imports.rows import Problem, Reading, Row
from people.models import User
from people.names import sort_key


@dataclass
class Entry:
    """A person as they will be. `manager` may be a person who is new too; None means none."""

    row: Row
    person: User
    manager: User | None = None
    sets_manager: bool = False
    differs: bool = False
    is_new: bool = False
    is_verified: bool = False
    old_email: str = ""


@dataclass
class Plan:
    """What saving the file would do. Nothing is saved yet."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_new]

    @property
    def changed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.differs and not entry.is_new]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_note]

    @property
    def left_out_count(self) -> int:
        return len({problem.line for problem in self.errors})

    @property
    def counts(self) -> dict[str, int]:
        new, changed = len(self.new), len(self.changed)
        return {"new": new, "changed": changed, "unchanged": len(self.entries) - new - changed}

    @property
    def facts(self) -> dict:
        problems = [problem.as_dict() for problem in self.problems]
        return life.facts(self.counts, left_out=self.left_out_count, problems=problems)


def make_plan(reading: Reading, mapping: Mapping, *, as_of: date, lock: bool = False) -> Plan:
    """Compare with the database, in as many statements for a thousand rows as for one.

    lock=True also keeps the people found as they are until the transaction ends.
    """
    return _Planner(reading, mapping, as_of, lock).make()


class _Planner:
    def __init__(self, reading: Reading, mapping: Mapping, as_of: date, lock: bool):
        self.reading, self.mapping, self.as_of = reading, mapping, as_of
        self.plan = Plan(problems=list(reading.problems))
        self._find_people(lock)
        self._find_addresses()

    def make(self) -> Plan:
        self._place_rows()
        self._find_managers()
        self._leave_out_unknown_managers()
        for entry in self.plan.entries:
            self._place_manager(entry)
            self._note_facts(entry)
        self.plan.problems.sort(key=lambda problem: (problem.line, problem.column))
        return self.plan

    def _find_people(self, lock: bool) -> None:
        numbers = [row.external_id for row in self.reading.rows if row.external_id]
        addresses = [row.email for row in self.reading.rows]
        people = User.objects.filter(Q(external_id__in=numbers) | Q(email__in=addresses))
        if lock:
            people = people.order_by("pk").select_for_update(of=("self",))
        found = list(people)
        self.by_number = {person.external_id: person for person in found if person.external_id}
        self.by_email = {person.email: person for person in found}

    def _find_addresses(self) -> None:
        addresses = [row.email for row in self.reading.rows]
        verified = EmailAddress.objects.filter(email__in=addresses, verified=True)
        self.verified_by = dict(verified.values_list("email", "user_id"))

    def _place_rows(self) -> None:
        lines: dict[int, int] = {}
        for row in self.reading.rows:
            person = self._person_of(row)
            if person is not None and person.pk is not None:
                first = lines.setdefault(person.pk, row.line)
                if first != row.line:
                    message = _("This is the same person as in line %(line)s.")
                    self._refuse(row, "email", message % {"line": first})
                    person = None
            if person is None:
                self.reading.left_out |= row.keys
            else:
                self.plan.entries.append(Entry(row, person, is_new=person.pk is None))

    def _person_of(self, row: Row) -> User | None:
        by_email = self.by_email.get(row.email)
        person = self.by_number.get(row.external_id) if row.external_id else None
        if person is None and by_email is not None:
            if row.external_id and by_email.external_id:
                message = _("“%(email)s” belongs to the person with the number %(number)s.")
                words = {"email": row.email, "number": by_email.external_id}
                self._refuse(row, "email", message % words)
                return None
            person = by_email
        owner = by_email.pk if by_email is not None else self.verified_by.get(row.email)
        if owner is not None and (person is None or person.pk != owner):
            message = _("“%(email)s” belongs to somebody else already.")
            self._refuse(row, "email", message % {"email": row.email})
            return None
        return person or User(email=row.email)

    def _refuse(self, row: Row, name: str, message: str, *, is_note: bool = False) -> None:
        place = self.mapping.get(name, "")
        self.plan.problems.append(Problem(row.line, place, message, is_note))

    def _find_managers(self) -> None:
        """Everybody who can be named as a manager, by number and by address."""
        self.managers: dict[str, User] = {}
        asked = {key for entry in self.plan.entries if (key := entry.row.manager)}
        lower = {key.lower() for key in asked}
        for person in User.objects.filter(Q(external_id__in=asked) | Q(email__in=lower)):
            self.managers |= {person.external_id or person.email: person, person.email: person}
        for entry in self.plan.entries:
            self.managers |= dict.fromkeys(entry.row.keys, entry.person)

    def _manager_of(self, row: Row) -> User | None:
        return self.managers.get(row.manager) or self.managers.get(row.manager.lower())

    def _leave_out_unknown_managers(self) -> None:
        """A manager nobody knows makes a row wrong; one whose own row is wrong does not, or a
        mistake at the top would take everybody below along."""
        kept = []
        for entry in self.plan.entries:
            row = entry.row
            is_left_out = {row.manager, row.manager.lower()} & self.reading.left_out
            if not row.manager or self._manager_of(row) is not None or is_left_out:
                kept.append(entry)
                continue
            message = _("Nobody has the number or address “%(key)s”.")
            self._refuse(row, "manager", message % {"key": row.manager[:60]})
            self.reading.left_out |= row.keys
            if entry.is_new:
                self.managers = {k: v for k, v in self.managers.items() if k not in row.keys}
        self.plan.entries = kept

    def _place_manager(self, entry: Entry) -> None:
        if "manager" not in self.mapping:
            return
        row = entry.row
        entry.manager = self._manager_of(row)
        entry.sets_manager = entry.manager is not None or not row.manager
        if entry.manager is entry.person:
            entry.manager = None
            note = _("This person is their own manager: taken as having none.")
            self._refuse(row, "manager", note, is_note=True)
        elif not entry.sets_manager:
            note = _("The manager’s row is left out: the manager of this person stays as it was.")
            self._refuse(row, "manager", note, is_note=True)

    def _note_facts(self, entry: Entry) -> None:
        """Put the row's facts on the person and see whether that changes anything."""
        row, person = entry.row, entry.person
        entry.old_email = person.email
        facts = {"email": row.email, **row.facts}
        if row.external_id:
            facts["external_id"] = row.external_id
        if "years_at_company" in self.mapping:
            facts["started_on"] = _start(person.started_on, row.years, self.as_of)
        entry.is_verified = not entry.is_new and self.verified_by.get(row.email) == person.pk
        entry.differs = any(getattr(person, name) != value for name, value in facts.items())
        for name, value in facts.items():
            setattr(person, name, value)
        person.sort_name = sort_key(person.name)
        if entry.sets_manager and not entry.differs:
            wanted = entry.manager
            entry.differs = person.manager_id != (wanted.pk if wanted else None) or (
                wanted is not None and wanted.pk is None
            )


def _start(known: date | None, years: int | None, as_of: date) -> date | None:
    """A date from whole years. One that is known and fits them beats one that is worked out."""
    if years is None:
        return None
    latest, earliest = _years_before(as_of, years), _years_before(as_of, years + 1)
    return known if known is not None and earliest < known <= latest else latest


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
