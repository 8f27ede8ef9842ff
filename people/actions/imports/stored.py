"""Files of people: what their columns say, and what saving them would do."""

from datetime import date, datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.imports import columns, files, life, loading
from people.actions.imports.columns import Mapping
from people.models import PeopleImport, User

discard = life.discard


def upload(file_name: str, content: bytes, *, as_of: date, by: User, at: datetime) -> PeopleImport:
    """Keep a readable file with the mapping its columns suggest. Nobody is imported yet."""
    table = files.read_table(content)
    stored = PeopleImport(
        file_name=file_name[-200:],
        content=content,
        mapping=columns.default_mapping(table.columns),
        as_of=as_of,
        started_by=by,
        created_at=at,
        total_count=len(table.records),
    )
    stored.outcome = _look(stored, table)
    stored.save()
    return stored


def change_settings(
    stored: PeopleImport, *, mapping: Mapping, as_of: date, on_error: str
) -> PeopleImport:
    """Say again what the columns mean, and look again what that would do."""
    with transaction.atomic():
        locked = life.locked_preview(stored)
        table = files.read_table(bytes(locked.content))
        columns.check_mapping(mapping, table.columns)
        locked.mapping, locked.as_of, locked.on_error = mapping, as_of, on_error
        locked.outcome = _look(locked, table)
        locked.save(update_fields=["mapping", "as_of", "on_error", "outcome"])
    return locked


def start(stored: PeopleImport, *, at: datetime) -> PeopleImport:
    """From here on it is a job's: `apply`. A second press is refused."""
    return life.start(
        stored, at=at, check=lambda one: columns.check_mapping(one.mapping, one.outcome["columns"])
    )


def apply(import_id: int, *, at: datetime) -> None:
    """Do a started import; safe to run twice and at once."""
    prepare = partial(_prepare, at=at)
    life.apply(PeopleImport, import_id, clock=lambda: at, step=_("Saving people"), prepare=prepare)


def _prepare(stored: PeopleImport, *, at: datetime) -> life.Save:
    table = files.read_table(bytes(stored.content))

    def save() -> dict:
        plan = loading.load(
            table,
            stored.mapping,
            as_of=stored.as_of,
            on_error=stored.on_error,
            at=at,
            by=stored.started_by,
            source=stored,
        )
        return plan.facts

    return save


def _look(stored: PeopleImport, table: files.Table) -> dict:
    """What a page shows before anything is saved: columns, first rows, counts, problems."""
    outcome = life.beginning(table)
    try:
        plan = loading.examine(table, stored.mapping, as_of=stored.as_of)
    except ValidationError as error:
        return {**outcome, "mapping_problem": error.messages[0]}
    return {**outcome, **plan.facts}
