"""The shipped pathway, and how tests read the page of it."""

from datetime import UTC, datetime

from growth.models import PersonItem
from growth.pathway.actions import files
from growth.pathway.queries.page import Page
from growth.pathway.receivers import shipped

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = AT.date()


def load_pathway(text="", at=AT, **more):
    return files.load(text or shipped(), by=None, at=at, **more).pathway


def page_of(person, at=AT):
    person.refresh_from_db()
    return Page(person, at)


def entry_of(person, key, slot=None, at=AT):
    """The item of this kind, in this quarter where it comes up several times."""
    found = [
        entry
        for entry in page_of(person, at).entries
        if (entry.kind.key if entry.kind else entry.title) == key
        and (slot is None or entry.slot.key == slot)
    ]
    return found[0]


def row_of(person, key, slot=None):
    entry = entry_of(person, key, slot)
    return entry.row or PersonItem(person=person, item=entry.item)


def done(person, at=AT):
    """Keys of what is done, with the quarter it stands in."""
    return [
        f"{entry.slot.key} {entry.kind.key if entry.kind else entry.title}"
        for entry in sorted(page_of(person, at).entries, key=lambda entry: entry.slot)
        if entry.is_done
    ]
