"""Files of applications: what their columns say, and what saving them would do.

Reading ten thousand rows takes seconds, so a job looks at larger files too.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.actions.application_imports import columns, loading
from applications.actions.application_imports.columns import Mapping
from applications.actions.application_imports.rows import ReadRows
from applications.models import ApplicationImport
from people.actions.imports import life
from people.models import User
from people.tables.records import Choices, Table
from programs.models import Cycle, Role

AT_ONCE = 200  # rows that are looked at while the person waits
State = ApplicationImport.State
LEAVE_OUT = ApplicationImport.OnError.LEAVE_OUT

discard = life.discard


def upload(
    cycle: Cycle,
    file_name: str,
    content: bytes,
    *,
    role: Role | None,
    by: User,
    at: datetime,
) -> ApplicationImport:
    """Keep a file with the mapping its columns suggest, and look at its rows."""
    stored = ApplicationImport(
        cycle=cycle,
        role=role,
        file_name=file_name[-200:],
        content=content,
        started_by=by,
        created_at=at,
    )
    _open(stored, at)
    stored.save()
    return stored


def read_again(stored: ApplicationImport, choices: Choices, *, at: datetime) -> ApplicationImport:
    """Read the file in another encoding, with another head or sheet: its columns may be others."""
    with transaction.atomic():
        locked = life.locked_preview(stored)
        locked.reading = choices.as_stored()
        _open(locked, at)
        locked.save()
    return locked


def change_settings(
    stored: ApplicationImport,
    *,
    mapping: Mapping,
    role: Role | None,
    on_error: str,
    at: datetime,
    orders: dict[str, str] | None = None,
    zone: str = "",
) -> ApplicationImport:
    """Say again what the columns mean, and look again what that would do."""
    with transaction.atomic():
        locked = life.locked_preview(stored)
        questions = columns.questions_of(locked.cycle)
        table = life.read(locked, columns.knows(questions))
        columns.check_mapping(mapping, table.columns, questions, has_role=role is not None)
        locked.mapping, locked.role, locked.on_error = mapping, role, on_error
        locked.reading = replace(locked.choices, orders=orders or {}, zone=zone).as_stored()
        locked.outcome = life.beginning(table)
        _look_or_wait(locked, table, at)
        written = ["mapping", "role", "on_error", "reading", "outcome", "state", "heartbeat_at"]
        locked.save(update_fields=[*written, "done_count", "step"])
    return locked


def look(import_id: int, *, clock: life.Clock) -> None:
    """Read the rows of a larger file for its preview: a job's. Safe to run twice."""
    stored = ApplicationImport.objects.filter(pk=import_id).first()
    if stored is None or not stored.is_being_looked_at:
        return
    outcome = _found(stored, _table(stored), clock)
    waiting = ApplicationImport.objects.filter(
        pk=import_id, state=State.RUNNING, is_applied=False, mapping=stored.mapping
    )
    waiting.update(state=State.WAITING, outcome=outcome, done_count=0, step="")


def start(stored: ApplicationImport, *, at: datetime) -> ApplicationImport:
    """From here on it is a job's: `apply`. A second press is refused."""
    with transaction.atomic():
        started = life.start(stored, at=at, check=_check)
        life.remember(started, purpose=_purpose(started), at=at)
    return started


def apply(import_id: int, *, clock: life.Clock) -> None:
    """Do a started import; safe to run twice and at once."""
    prepare = partial(_prepare, clock=clock)
    step = _("Checking rows")
    life.apply(ApplicationImport, import_id, clock=clock, step=step, prepare=prepare)


def _prepare(stored: ApplicationImport, *, clock: life.Clock) -> life.Save:
    at = clock()
    rows = _read(stored, _table(stored), clock)

    def save() -> dict:
        leave_out = stored.on_error == LEAVE_OUT
        by = stored.started_by
        return loading.save(stored.cycle, rows, by=by, at=at, leave_out=leave_out).facts

    return save


def _open(stored: ApplicationImport, at: datetime) -> None:
    questions = columns.questions_of(stored.cycle)

    def mapping_of(table: Table) -> Mapping:
        usable = [column for column in table.columns if column not in table.repeated]
        return columns.default_mapping(usable, questions)

    table = life.open_file(
        stored, purpose=_purpose(stored), knows=columns.knows(questions), mapping_of=mapping_of
    )
    if table is not None:
        _look_or_wait(stored, table, at)


def _purpose(stored: ApplicationImport) -> str:
    """What a program learned about its files helps its next cycles too."""
    return stored.cycle.audit_scope


def _table(stored: ApplicationImport) -> Table:
    return life.read(stored, columns.knows(columns.questions_of(stored.cycle)))


def _check(stored: ApplicationImport) -> None:
    questions, has_role = columns.questions_of(stored.cycle), stored.role is not None
    columns.check_mapping(stored.mapping, stored.outcome["columns"], questions, has_role=has_role)


def _look_or_wait(stored: ApplicationImport, table: Table, at: datetime) -> None:
    if len(table.records) <= AT_ONCE:
        stored.outcome = _found(stored, table, lambda: at)
    else:
        stored.state, stored.heartbeat_at, stored.done_count = State.RUNNING, at, 0
        stored.step = _("Checking rows")


def _found(stored: ApplicationImport, table: Table, clock: life.Clock) -> dict:
    outcome = life.beginning(table)
    try:
        rows = _read(stored, table, clock)
    except life.OpenError as error:
        return {**outcome, **error.facts}
    except ValidationError as error:
        return {**outcome, "mapping_problem": error.messages[0]}
    return {**outcome, **loading.look(stored.cycle, rows, by=stored.started_by).facts}


def _read(stored: ApplicationImport, table: Table, clock: life.Clock) -> ReadRows:
    def beat(done: int) -> None:
        life.beat(stored, done, clock())

    return loading.read_rows(
        stored.cycle,
        table,
        stored.mapping,
        stored.choices,
        role=stored.role,
        at=clock(),
        beat=beat,
    )
