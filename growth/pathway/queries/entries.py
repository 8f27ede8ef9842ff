"""The pathway as it stands for one person: what it asks, and what they made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from growth.learning.models import LearningEntry
from growth.pathway.models import (
    Closing,
    ItemAlternative,
    ItemKind,
    Pathway,
    PathwayItem,
    PersonItem,
)
from growth.pathway.queries.pathways import items_of, only_counts_other_divisions, pathway_of
from growth.pathway.rules.quarters import Slot, slot_of
from people.models import User
from people.models.columns import known

State = PersonItem.State


@dataclass
class Entry:
    """One item of one person. Without a row of theirs it is as the pathway says."""

    item: PathwayItem | None
    row: PersonItem | None
    division: str

    @property
    def kind(self) -> ItemKind | None:
        return self.item.kind if self.item else None

    @property
    def what(self) -> str:
        """Together with the number, its address."""
        return "item" if self.item else "own"

    @property
    def number(self) -> int:
        return self.item.pk if self.item else known(self.row).pk

    @property
    def key(self) -> str:
        return f"{self.what}-{self.number}"

    @property
    def slot(self) -> Slot:
        if self.row and self.row.year:
            return Slot(self.row.year, self.row.quarter)
        return self.home

    @property
    def home(self) -> Slot:
        """Where the pathway has it; of an own one, where it is."""
        if self.item:
            return Slot(self.item.year, self.item.quarter)
        row = known(self.row)
        return Slot(known(row.year), row.quarter)

    @property
    def is_moved(self) -> bool:
        return bool(self.item and self.row and self.row.year)

    @property
    def title(self) -> str:
        return self.kind.title if self.kind else known(self.row).title

    @property
    def text(self) -> str:
        return self.kind.text if self.kind else known(self.row).text

    @property
    def count(self) -> int:
        """How many times it is to be done, scaled back or as written."""
        written = self.item.count if self.item else 1
        return (self.row.count if self.row else None) or written

    @property
    def closed_by(self) -> str:
        if self.kind:
            return self.kind.closed_by
        has_opportunity = known(self.row).opportunity_id is not None
        return ItemKind.ClosedBy.OPPORTUNITY if has_opportunity else ItemKind.ClosedBy.HAND

    @property
    def state(self) -> str:
        return self.row.state if self.row else State.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_skipped(self) -> bool:
        return self.state == State.SKIPPED

    @property
    def closings(self) -> list[Closing]:
        """What closed it and was not taken back; only of entries read with everything."""
        return self.row.in_force if self.row else []

    @property
    def times(self) -> int:
        """How often it was done, of `count`."""
        return min(len(self.closings), self.count)

    @property
    def alternatives(self) -> list[ItemAlternative]:
        """Ways to do it, without those of other divisions."""
        if not self.kind:
            return []
        own = self.division.casefold()
        return [
            way
            for way in self.kind.alternatives.all()
            if not way.division or way.division.casefold() == own
        ]


def entries(person: User, pathway: Pathway | None) -> list[Entry]:
    """With everything a page shows of them, in a constant number of queries."""
    items = items_of(pathway).prefetch_related("kind__alternatives")
    return _entries(person, items, rows_of(person))


def rows_of(person: User) -> QuerySet[PersonItem]:
    """What somebody made of items, each with what closed it."""
    closings = Closing.objects.in_force().select_related(
        "application__role",
        "application__cycle__program",
        "revision",
        "conversation",
        "learning_entry",
        "opportunity_application__opportunity",
    )
    rows = PersonItem.objects.filter(person=person).select_related("item__kind", "opportunity")
    return rows.prefetch_related(
        Prefetch("closings", closings, to_attr="in_force"), "item__kind__alternatives"
    )


def bare_entries(person: User) -> list[Entry]:
    """Where and in what state they are, and no more: three queries."""
    rows = PersonItem.objects.filter(person=person).select_related("item__kind", "opportunity")
    return _entries(person, items_of(pathway_of(person)), rows)


def entry_of(row: PersonItem) -> Entry:
    """One item; of a row that is not saved, as the pathway says."""
    person = row.person
    if row.pk is None:
        return Entry(row.item, None, person.division)
    found = rows_of(person).get(pk=row.pk)
    return Entry(found.item, found, person.division)


def of_own_division(person: User, logged: Iterable[LearningEntry]) -> set[int]:
    """Which group conversations closed no item because they were of the person's own division, by
    number. No query where nothing of the kind is logged."""
    own = person.division.casefold()
    talks = [
        entry.pk
        for entry in logged
        if entry.kind == LearningEntry.Kind.GROUP_CONVERSATION and entry.division.casefold() == own
    ]
    if not talks or not only_counts_other_divisions(person):
        return set()
    closed = Closing.objects.in_force().filter(learning_entry__in=talks)
    return set(talks) - set(closed.values_list("learning_entry", flat=True))


def open_this_quarter(person: User, at: datetime) -> int:
    """How many items wait in the quarter somebody is in; 0 where no start date is known."""
    if person.started_on is None:
        return 0
    here = slot_of(timezone.localdate(at), person.started_on)
    return sum(entry.is_open and entry.slot == here for entry in bare_entries(person))


def _entries(person: User, items: QuerySet[PathwayItem], rows: QuerySet[PersonItem]) -> list[Entry]:
    """Those of the pathway, those the person added, and what they did of items that are gone."""
    touched = list(rows)
    by_item = {row.item_id: row for row in touched if row.item_id}
    found = [Entry(item, by_item.pop(item.pk, None), person.division) for item in items]
    gone = [
        Entry(row.item, row, person.division) for row in by_item.values() if row.state == State.DONE
    ]
    own = [Entry(None, row, person.division) for row in touched if not row.item_id and row.title]
    return [*own, *found, *gone]
