"""Files of people: what their columns say, and what saving them would do."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.imports import columns, life, loading
from people.actions.imports.columns import Mapping
from people.models import PeopleImport, User
from people.tables.records import Choices, Table

PURPOSE = "people"
discard = life.discard


def upload(file_name: str, content: bytes, *, as_of: date, by: User, at: datetime) -> PeopleImport:
    """Keep a file with the mapping its columns suggest. Nobody is imported yet."""
    stored = PeopleImport(
        file_name=file_name[-200:], content=content, as_of=as_of, started_by=by, created_at=at
    )
    _open(stored)
    stored.save()
    return stored


def read_again(stored: PeopleImport, choices: Choices) -> PeopleImport:
    """Read the file in another encoding, with another head or sheet: its columns may be others."""
    with transaction.atomic():
        locked = life.locked_preview(stored)
        locked.reading = choices.as_stored()
        _open(locked)
        locked.save(update_fields=["reading", "mapping", "outcome", "total_count"])
    return locked


def change_settings(
    stored: PeopleImport,
    *,
    mapping: Mapping,
    as_of: date,
    on_error: str,
    orders: dict[str, str] | None = None,
    clears_blanks: bool = False,
) -> PeopleImport:
    """Say again what the columns mean, and look again what that would do."""
    with transaction.atomic():
        locked = life.locked_preview(stored)
        table = life.read(locked, columns.is_known)
        columns.check_mapping(mapping, table.columns)
        locked.mapping, locked.as_of, locked.on_error = mapping, as_of, on_error
        choices = replace(locked.choices, orders=orders or {}, clears_blanks=clears_blanks)
        locked.reading = choices.as_stored()
        locked.outcome = {**life.beginning(table), **_found(locked, table)}
        locked.save(update_fields=["mapping", "reading", "as_of", "on_error", "outcome"])
    return locked


def start(stored: PeopleImport, *, at: datetime) -> PeopleImport:
    """From here on it is a job's: `apply`. A second press is refused."""
    with transaction.atomic():
        started = life.start(stored, at=at, check=_check)
        life.remember(started, purpose=PURPOSE, at=at)
    return started


def apply(import_id: int, *, at: datetime) -> None:
    """Do a started import; safe to run twice and at once."""
    prepare = partial(_prepare, at=at)
    life.apply(PeopleImport, import_id, clock=lambda: at, step=_("Saving people"), prepare=prepare)


def _prepare(stored: PeopleImport, *, at: datetime) -> life.Save:
    table = life.read(stored, columns.is_known)

    def save() -> dict:
        plan = loading.load(
            table,
            stored.mapping,
            stored.choices,
            as_of=stored.as_of,
            on_error=stored.on_error,
            at=at,
            by=stored.started_by,
            source=stored,
        )
        return plan.facts

    return save


def _check(stored: PeopleImport) -> None:
    columns.check_mapping(stored.mapping, stored.outcome["columns"])


def _open(stored: PeopleImport) -> None:
    table = life.open_file(
        stored, purpose=PURPOSE, knows=columns.is_known, mapping_of=columns.default_mapping
    )
    if table is not None:
        stored.outcome |= _found(stored, table)


def _found(stored: PeopleImport, table: Table) -> dict:
    """What saving would do: counts, changes, problems; or what is not clear yet."""
    try:
        return loading.examine(table, stored.mapping, stored.choices, as_of=stored.as_of).facts
    except life.OpenError as error:
        return error.facts
    except ValidationError as error:
        return {"mapping_problem": error.messages[0]}
