"""The rows of a file against the people there are: who is new, who changes, who stays the same."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Func, Q, Value
from django.utils.translation import gettext as _

from people.actions.imports import life
from people.actions.imports.columns import Mapping
from people.actions.imports.rows import CheckedRows, Problem, Row, counted
from people.models import User
from people.names import sort_key
from people.tables import texts
from people.tables.numbers import Years
from people.tables.records import Choices

MOST_SHOWN = 200  # people whose changes a preview lists


@dataclass(frozen=True)
class Change:
    """One fact of one person, before and after, as a page shows it."""

    field: str
    before: str
    after: str


@dataclass
class Entry:
    """A person as they will be. `manager` may be a person who is new too; None means none."""

    row: Row
    person: User
    manager: User | None = None
    sets_manager: bool = False
    is_new: bool = False
    is_verified: bool = False
    old_email: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return bool(self.changes)

    @property
    def moves_address(self) -> bool:
        return not self.is_new and self.old_email != self.person.email


@dataclass
class ImportPlan:
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
        return counted(self.problems)

    @property
    def counts(self) -> dict[str, int]:
        new, changed = len(self.new), len(self.changed)
        return {"new": new, "changed": changed, "unchanged": len(self.entries) - new - changed}

    @property
    def facts(self) -> dict:
        """What a page shows of it: counts, problems, and every change before and after."""
        problems = [problem.as_dict() for problem in self.problems]
        changed = self.changed
        by_field = Counter(change.field for entry in changed for change in entry.changes)
        cleared = Counter(c.field for entry in changed for c in entry.changes if not c.after)
        return {
            **life.facts(self.counts, left_out=self.left_out_count, problems=problems),
            "changes": [_shown(entry) for entry in changed[:MOST_SHOWN]],
            "changed_fields": [[name, by_field[name], cleared[name]] for name in by_field],
            "moved_addresses": sum(entry.moves_address for entry in changed),
        }


def _shown(entry: Entry) -> dict:
    changes = [[c.field, c.before[:80], c.after[:80]] for c in entry.changes]
    return {
        "line": entry.row.line,
        "person": entry.person.pk,
        "name": entry.person.name,
        "changes": changes,
    }


def make_plan(
    checked: CheckedRows, mapping: Mapping, choices: Choices, *, as_of: date, lock: bool = False
) -> ImportPlan:
    """Compare with the database, in as many statements for a thousand rows as for one.

    lock=True also keeps the people found as they are until the transaction ends.
    """
    return _Planner(checked, mapping, choices, as_of, lock).make()


class _Planner:
    def __init__(
        self, checked: CheckedRows, mapping: Mapping, choices: Choices, as_of: date, lock: bool
    ):
        self.checked, self.mapping, self.choices, self.as_of = checked, mapping, choices, as_of
        self.plan = ImportPlan(problems=list(checked.problems))
        self._find_people(lock)
        self._find_addresses()

    def make(self) -> ImportPlan:
        self._place_rows()
        self._leave_out_lost_zeros()
        self._find_managers()
        self._leave_out_unknown_managers()
        for entry in self.plan.entries:
            self._place_manager(entry)
            self._note_changes(entry)
        self.plan.problems.sort(key=lambda problem: (problem.line, problem.column))
        return self.plan

    def _find_people(self, lock: bool) -> None:
        numbers = [row.external_id for row in self.checked.rows if row.external_id]
        addresses = [row.email for row in self.checked.rows]
        people = User.objects.filter(Q(external_id__in=numbers) | Q(email__in=addresses))
        if lock:
            people = people.order_by("pk").select_for_update(of=("self",))
        found = list(people.select_related("manager"))
        self.by_number = {person.external_id: person for person in found if person.external_id}
        self.by_email = {person.email: person for person in found}

    def _find_addresses(self) -> None:
        addresses = [row.email for row in self.checked.rows]
        verified = EmailAddress.objects.filter(email__in=addresses, verified=True)
        self.verified_by = dict(verified.values_list("email", "user_id"))

    def _place_rows(self) -> None:
        lines: dict[int, int] = {}
        for row in self.checked.rows:
            person = self._person_of(row)
            if person is not None and person.pk is not None:
                first = lines.setdefault(person.pk, row.line)
                if first != row.line:
                    message = _("This is the same person as in line %(line)s.")
                    self._refuse(row, "email", message % {"line": first})
                    person = None
            if person is None:
                self.checked.left_out |= row.keys
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

    def _leave_out_lost_zeros(self) -> None:
        """A new number 7 where 0007 is known: spreadsheets drop the zeros before a number."""
        new = {
            number.lstrip("0"): entry
            for entry in self.plan.entries
            if entry.is_new and (number := entry.row.external_id or "").isdecimal()
        }
        if not new:
            return
        stripped = Func("external_id", Value("0"), function="LTRIM")
        alike = User.objects.annotate(stripped=stripped).filter(stripped__in=new)
        lost = set()
        for number, known, name in alike.values_list("stripped", "external_id", "name"):
            row = new[number].row
            message = _(
                "The number %(number)s is new, but %(known)s is %(name)s: were zeros lost? "
                "Format the column as text."
            )
            words = {"number": row.external_id, "known": known, "name": name}
            self._refuse(row, "external_id", message % words)
            self.checked.left_out |= row.keys
            lost.add(row.line)
        self.plan.entries = [entry for entry in self.plan.entries if entry.row.line not in lost]

    def _refuse(self, row: Row, name: str, message: str, *, is_note: bool = False) -> None:
        place = self.mapping.get(name, "")
        self.plan.problems.append(Problem(row.line, place, message, is_note))

    def _find_managers(self) -> None:
        """Everybody who can be named as a manager, by number and by address."""
        self.managers: dict[str, User] = {}
        asked = {key for entry in self.plan.entries if (key := entry.row.manager)}
        for person in User.objects.filter(Q(external_id__in=asked) | Q(email__in=asked)):
            self.managers |= {person.external_id or person.email: person, person.email: person}
        for entry in self.plan.entries:
            self.managers |= dict.fromkeys(entry.row.keys, entry.person)

    def _leave_out_unknown_managers(self) -> None:
        """A manager nobody knows makes a row wrong; one whose own row is wrong does not, or a
        mistake at the top would take everybody below along."""
        kept: list[Entry] = []
        unknown: list[Entry] = []
        for entry in self.plan.entries:
            manager = entry.row.manager
            is_known = not manager or manager in self.managers or manager in self.checked.left_out
            (kept if is_known else unknown).append(entry)
        for entry in unknown:
            self.checked.left_out |= entry.row.keys
            if entry.is_new:
                self.managers = {k: v for k, v in self.managers.items() if k not in entry.row.keys}
        named = self._named({entry.row.manager for entry in unknown}) if unknown else {}
        for entry in unknown:
            self._refuse(entry.row, "manager", _unknown_manager(entry.row.manager or "", named))
        self.plan.entries = kept

    def _named(self, names: set[str | None]) -> dict[str, set[str]]:
        """How people can be written whose manager is given by name: by the key of the name."""
        keys = {key for name in names if name for key in _name_keys(name)}
        found: dict[str, set[str]] = {}
        for person in User.objects.filter(sort_name__in=keys):
            found.setdefault(person.sort_name, set()).add(person.external_id or person.email)
        for row in self.checked.rows:
            key = sort_key(row.facts["name"])
            if key in keys:
                found.setdefault(key, set()).add(row.external_id or row.email)
        return found

    def _place_manager(self, entry: Entry) -> None:
        row = entry.row
        if row.manager is None:
            return
        entry.manager = self.managers.get(row.manager)
        entry.sets_manager = entry.manager is not None or not row.manager
        if entry.manager is entry.person:
            entry.manager = None
            note = _("This person is their own manager: taken as having none.")
            self._refuse(row, "manager", note, is_note=True)
        elif not entry.sets_manager:
            note = _("The manager’s row is left out: the manager of this person stays as it was.")
            self._refuse(row, "manager", note, is_note=True)

    def _note_changes(self, entry: Entry) -> None:
        """Put the row's facts on the person, and keep what that changes."""
        row, person = entry.row, entry.person
        entry.old_email = person.email
        facts: dict[str, Any] = {"email": row.email, **row.facts}
        if row.external_id:
            facts["external_id"] = row.external_id
        if row.years is not None:
            facts["started_on"] = _start(person.started_on, row.years, self.as_of)
        elif "years_at_company" in self.mapping and self.choices.clears_blanks:
            facts["started_on"] = None
        entry.is_verified = not entry.is_new and self.verified_by.get(row.email) == person.pk
        for name, value in facts.items():
            before = getattr(person, name)
            if before != value and name in person.said_by_themselves:
                self._note_own_word(row, name, before)
            elif before != value:
                entry.changes.append(Change(name, _words(before), _words(value)))
                setattr(person, name, value)
        _make_member(entry)
        person.sort_name = sort_key(person.name)
        if entry.sets_manager and person.manager != entry.manager:
            before, after = _words(person.manager), _words(entry.manager)
            entry.changes.append(Change("manager", before, after))

    def _note_own_word(self, row: Row, name: str, before: object) -> None:
        note = _("Kept as “%(value)s”: this person set it themselves.")
        words = {"value": str(before)[: texts.SHOWN]}
        self._refuse(row, name, note % words, is_note=True)


def _make_member(entry: Entry) -> None:
    """A guest whom the organization takes on is a guest no longer."""
    if entry.person.is_guest:
        entry.person.is_guest = False
        entry.changes.append(Change("is_guest", _("yes"), _("no")))


def _words(value: object) -> str:
    return "" if value is None else str(value)


def _name_keys(name: str) -> list[str]:
    """The name as it is, and turned round: "Lee, Ann"."""
    last, comma, first = name.partition(",")
    return [sort_key(name), sort_key(f"{first} {last}")] if comma else [sort_key(name)]


def _unknown_manager(key: str, named: dict[str, set[str]]) -> str:
    written = sorted(set().union(*(named.get(name, set()) for name in _name_keys(key))))
    words = {"key": key[: texts.SHOWN], "written": ", ".join(written[:3])}
    if written:
        message = _("“%(key)s” is a name. Write the manager’s number or address: %(written)s?")
    elif " " in key:
        message = _("“%(key)s” is a name. Write the manager’s personnel number or e-mail.")
    else:
        message = _("Nobody has the number or address “%(key)s”.")
    return message % words


def _start(known: date | None, years: Years, as_of: date) -> date:
    """A date from a length. One that is known and fits it beats one that is worked out."""
    latest = _months_before(as_of, years.months)
    earliest = _months_before(as_of, years.months + years.exact_to)
    return known if known is not None and earliest < known <= latest else latest


def _months_before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    _first_weekday, last = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, last))
