"""What the page of a pathway shows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from growth.opportunities.permissions import visible_to
from growth.pathway.models import ItemKind, Pathway
from growth.pathway.queries.entries import Entry, entries
from growth.pathway.queries.pathways import pathway_of
from growth.pathway.rules.quarters import Slot, first_day, last_day, slot_of
from people.models import User
from programs.models import Call, Role
from programs.queries import public as programs

SIDES = {ItemKind.ClosedBy.MENTEE: Role.Side.MENTEE, ItemKind.ClosedBy.MENTOR: Role.Side.MENTOR}
_ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Quarter:
    """A quarter with its items, or the ideas of a year. Without a start date it has no days."""

    slot: Slot
    entries: list[Entry]
    state: str  # past, now, ahead
    first: date | None
    last: date | None

    @property
    def label(self) -> str:
        return f"Q{self.slot.quarter}" if self.slot.quarter else _("Ideas")

    @property
    def heading(self) -> str:
        return heading(self.slot)

    @property
    def months(self) -> str:
        """“October to December 2027”; empty for ideas and without a start date."""
        if self.first is None or self.last is None:
            return ""
        same_year = self.first.year == self.last.year
        words = {
            "first": formats.date_format(self.first, "F" if same_year else "F Y"),
            "last": formats.date_format(self.last, "F Y"),
        }
        return _("%(first)s to %(last)s") % words

    @property
    def shown(self) -> list[Entry]:
        """What is open first, what was skipped last."""
        return sorted(self.entries, key=lambda entry: (entry.is_skipped, entry.is_done))

    @property
    def done(self) -> int:
        return sum(entry.is_done for entry in self.entries)

    @property
    def skipped(self) -> int:
        return sum(entry.is_skipped for entry in self.entries)


@dataclass(frozen=True)
class Year:
    number: int
    quarters: list[Quarter]

    @property
    def words(self) -> str:
        """The calendar year it begins in, or that it has no end."""
        first = self.quarters[0]
        if not first.slot.quarter:
            return _("and on")
        return str(first.first.year) if first.first else ""

    @property
    def is_narrow(self) -> bool:
        return len(self.quarters) == 1


@dataclass(frozen=True)
class Counted:
    """A kind that is asked for in several quarters."""

    kind: ItemKind
    marks: list[str]  # on, left or nothing for each time

    @property
    def done(self) -> int:
        return self.marks.count("on")


@dataclass(frozen=True)
class Door:
    """A program that takes applications on a side now."""

    call: Call

    @property
    def program(self) -> str:
        return str(self.call.cycle.program)

    @property
    def last_moment(self) -> datetime | None:
        return self.call.closes_at - _ONE_MINUTE if self.call.closes_at else None


@dataclass(frozen=True)
class Page:
    """The pathway of one person, with a constant number of queries."""

    person: User
    at: datetime

    @cached_property
    def pathway(self) -> Pathway | None:
        return pathway_of(self.person)

    @cached_property
    def entries(self) -> list[Entry]:
        return entries(self.person, self.pathway)

    @cached_property
    def here(self) -> Slot | None:
        """The quarter the person is in; None while nobody knows when they started."""
        started_on = self.person.started_on
        return slot_of(timezone.localdate(self.at), started_on) if started_on else None

    @cached_property
    def quarters(self) -> list[Quarter]:
        """All that have something in them, and always this one."""
        found: dict[Slot, list[Entry]] = {self.here: []} if self.here else {}
        for entry in self.entries:
            found.setdefault(entry.slot, []).append(entry)
        return [self._quarter(slot, found[slot]) for slot in sorted(found)]

    @property
    def years(self) -> list[Year]:
        by_year: dict[int, list[Quarter]] = {}
        for quarter in self.quarters:
            by_year.setdefault(quarter.slot.year, []).append(quarter)
        return [Year(number, quarters) for number, quarters in by_year.items()]

    @cached_property
    def now(self) -> Quarter | None:
        return next((quarter for quarter in self.quarters if quarter.state == "now"), None)

    @property
    def next(self) -> Quarter | None:
        """The quarter after this one, where it has items."""
        if self.here is None:
            return None
        after = self.here.next
        return next((quarter for quarter in self.quarters if quarter.slot == after), None)

    @property
    def ideas(self) -> list[Quarter]:
        """Of a year the person has reached: for now as well as for later."""
        if self.here is None:
            return []
        return [
            q for q in self.quarters if q.slot.quarter is None and q.slot.year <= self.here.year
        ]

    @property
    def later(self) -> list[Quarter]:
        after, ideas = self.here.next if self.here else None, self.ideas
        return [
            quarter
            for quarter in self.quarters
            if quarter.state == "ahead" and quarter.slot != after and quarter not in ideas
        ]

    @property
    def before(self) -> list[Quarter]:
        return [quarter for quarter in reversed(self.quarters) if quarter.state == "past"]

    @property
    def counted(self) -> list[Counted]:
        """Kinds that come up more than once, in the order of the pathway."""
        marks: dict[int, list[str]] = {}
        times: Counter = Counter()
        kinds = {}
        for entry in sorted(self.entries, key=lambda entry: entry.slot):
            if entry.kind is None:
                continue
            times[entry.kind.pk] += 1
            kinds[entry.kind.pk] = entry.kind
            marks.setdefault(entry.kind.pk, []).extend(_marks(entry))
        return [Counted(kinds[pk], marks[pk]) for pk, count in times.items() if count > 1]

    @cached_property
    def doors(self) -> dict[str, list[Door]]:
        """Open calls by what they close, for items that wait for an application now."""
        near = {quarter.slot for quarter in (self.now, self.next) if quarter}
        asked = {
            entry.closed_by
            for entry in self.entries
            if entry.closed_by in SIDES and entry.is_open and (not near or entry.slot in near)
        }
        return open_doors(asked, self.person, self.at)

    @cached_property
    def opportunities(self) -> set[str]:
        """Short names of those the person can open."""
        return set(visible_to(self.person).values_list("slug", flat=True))

    def _quarter(self, slot: Slot, inside: list[Entry]) -> Quarter:
        started_on = self.person.started_on
        if self.here is None or started_on is None:
            return Quarter(slot, inside, "ahead", None, None)
        last = last_day(slot, started_on) if slot.quarter else None
        return Quarter(slot, inside, _state(slot, self.here), first_day(slot, started_on), last)


def _state(slot: Slot, here: Slot) -> str:
    """Ideas of a year go on: they are never over."""
    if slot == here:
        return "now"
    return "past" if slot.quarter and slot < here else "ahead"


def heading(slot: Slot) -> str:
    words = {"year": slot.year, "quarter": slot.quarter}
    if slot.quarter is None:
        return _("Ideas for year %(year)s and later") % words
    return _("Year %(year)s, quarter %(quarter)s") % words


def open_doors(asked: set[str], person: User, at: datetime) -> dict[str, list[Door]]:
    """Calls that take applications now, for each of the given ways to close an item."""
    if not asked:
        return {}
    calls = [
        call
        for cycle in programs.listed(person)
        for call in cycle.calls.all()
        if call.takes_applications(at)
    ]
    return {
        by: [Door(call) for call in calls if call.role.side == SIDES[ItemKind.ClosedBy(by)]]
        for by in asked
    }


def _marks(entry: Entry) -> list[str]:
    if entry.is_skipped:
        return ["left"] * entry.count
    done = entry.count if entry.is_done else entry.times
    return ["on"] * done + [""] * (entry.count - done)
