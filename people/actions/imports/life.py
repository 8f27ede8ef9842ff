"""The life of an uploaded file, whatever it holds: looked at first, then applied as a whole by a
job, kept 30 days. The row is locked while its rows are saved, so a job may run twice and at once."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import ImportFile, ReadingMemory
from people.models.job_progress import SILENT_AFTER
from people.tables.encodings import UnclearError, options
from people.tables.heads import Knows
from people.tables.reading import read_table
from people.tables.records import Table

KEPT = timedelta(days=30)
_REMEMBERED = ("orders", "zone", "clears_blanks")
_SHOWN_CELLS = 12
_LISTED = 500  # problems kept on the row; the count of all is kept too
_State = ImportFile.State
_OVER = [_State.DONE, _State.FAILED, _State.CANCELLED]

Clock = Callable[[], datetime]
Save = Callable[[], dict]
File = TypeVar("File", bound=ImportFile)


class OpenError(ValidationError):
    """What nothing in the file tells, so that somebody must choose: whether day or month comes
    first in a column, or which zone an abbreviation means. Each with an example, by column."""

    def __init__(self, orders: dict[str, str], zones: dict[str, str] | None = None):
        self.facts = {"open_orders": orders, "open_zones": zones or {}}
        order = _("“%(column)s”: is the day or the month first in %(example)s? Choose it.")
        zone = _("“%(column)s”: several time zones are called %(example)s. Choose the zone.")
        super().__init__(
            [
                ValidationError(message % {"column": column, "example": example}, code="open")
                for message, examples in ((order, orders), (zone, zones or {}))
                for column, example in examples.items()
            ]
        )


def read(stored: ImportFile, knows: Knows) -> Table:
    """The table of a file, read as somebody chose or as the file itself says."""
    return read_table(bytes(stored.content), stored.choices, knows=knows)


def open_file(
    stored: ImportFile, *, purpose: str, knows: Knows, mapping_of: Callable[[Table], dict]
) -> Table | None:
    """Begin with a file: its table, what its columns mean, and what a page shows of it. A file with
    the same columns that was imported before says how it was read. None when the encoding is not
    clear: then somebody has to choose first."""
    stored.mapping, stored.total_count = {}, 0
    table: Table | None
    try:
        table = read(stored, knows)
    except UnclearError as error:
        table = _as_last_time(stored, purpose, knows)
        if table is None:
            stored.outcome = {"columns": [], "encodings": _shown_options(error)}
            return None
    stored.mapping, stored.total_count = mapping_of(table), len(table.records)
    if memory := _memory(purpose, table):
        known = {name: memory.reading[name] for name in _REMEMBERED if name in memory.reading}
        stored.mapping, stored.reading = memory.mapping, {**known, **stored.reading}
    stored.outcome = beginning(table)
    return table


def _as_last_time(stored: ImportFile, purpose: str, knows: Knows) -> Table | None:
    """Read in the encoding chosen for the last file of this kind, if that makes sense."""
    chosen = ReadingMemory.objects.filter(purpose=purpose).exclude(reading__encoding="")
    encoding = chosen.order_by("-used_at").values_list("reading__encoding", flat=True).first()
    if not encoding or stored.choices.encoding:
        return None
    likely = {option.encoding for option in options(bytes(stored.content)) if option.is_likely}
    if encoding not in likely:
        return None
    stored.reading = {**stored.reading, "encoding": encoding}
    return read(stored, knows)


def remember(stored: ImportFile, *, purpose: str, at: datetime) -> None:
    """Read the next file with these columns in the same way."""
    ReadingMemory.objects.update_or_create(
        purpose=purpose,
        columns=_digest(stored.outcome["columns"]),
        defaults={"mapping": stored.mapping, "reading": stored.reading, "used_at": at},
    )


def _memory(purpose: str, table: Table) -> ReadingMemory | None:
    return ReadingMemory.objects.filter(purpose=purpose, columns=_digest(table.columns)).first()


def _digest(columns: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(columns)).encode()).hexdigest()


def beginning(table: Table) -> dict:
    """What a page shows of a file before its rows are read."""
    return {
        "columns": table.columns,
        "repeated": sorted(table.repeated),
        "remarks": table.remarks,
        "sample": [[_shown(cell) for cell in record.cells] for record in table.records[:5]],
        "head_line": table.head_line,
        "beginning": [
            [record.line, [_shown(cell) for cell in record.cells[:_SHOWN_CELLS]]]
            for record in table.beginning
        ],
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheets": [[sheet.name, sheet.is_hidden] for sheet in table.sheets],
        "sheet": table.sheet,
        "hidden_count": table.hidden_count,
    }


def _shown_options(error: UnclearError) -> list:
    return [[o.encoding, o.label, [_shown(word) for word in o.words]] for o in error.options]


def _shown(cell: str) -> str:
    return cell[:80].replace("\0", "")  # which a database cannot keep


def facts(counts: dict[str, int], *, left_out: int, problems: list[dict]) -> dict:
    """What the rows came to, as it is kept with the file."""
    return {
        "counts": counts,
        "left_out": left_out,
        "problem_count": len(problems),
        "problems": [
            {**problem, "message": problem["message"].replace("\0", "")}
            for problem in problems[:_LISTED]
        ],
    }


def start(stored: File, *, at: datetime, check: Callable[[File], None]) -> File:
    """From here on it is a job's: `apply`. A second press is refused."""
    with transaction.atomic():
        locked = locked_preview(stored)
        check(locked)
        if "counts" not in locked.outcome:
            message = _("Something about this file is not clear yet. Choose it on this page first.")
            raise ValidationError(message, code="not_clear")
        locked.is_applied = True
        locked.heartbeat_at = at
        locked.save(update_fields=["is_applied", "heartbeat_at"])
    return locked


def apply(
    model: type[File],
    import_id: int,
    *,
    clock: Clock,
    step: str,
    prepare: Callable[[File], Save],
) -> None:
    """Do a started import. `prepare` reads the file; what it returns saves everybody and says what
    came of it, in the transaction of the lock: whoever comes second finds the file over."""
    stored = _claim(model, import_id, clock(), step)
    if stored is None:
        return
    try:
        save = prepare(stored)
        with transaction.atomic():
            locked = model._default_manager.select_for_update().filter(pk=import_id).first()
            if locked is not None and not locked.is_over:
                _finish(locked, _State.DONE, clock(), found=save())
    except ValidationError as error:
        found = getattr(error, "facts", None)
        _finish(stored, _State.FAILED, clock(), problem=error.messages[0], found=found)


def beat(stored: ImportFile, done: int, at: datetime) -> None:
    """A sign of life that the page shows."""
    rows = type(stored)._default_manager.filter(pk=stored.pk).exclude(state__in=_OVER)
    rows.update(done_count=done, heartbeat_at=at)


def discard(stored: ImportFile) -> None:
    """Throw a file away that was never started, or whose import is over."""
    with transaction.atomic():
        locked = _locked(stored)
        if locked.is_applied and not locked.is_over:
            raise ValidationError(_("The import is running."), code="running")
        locked.delete()


def silent(model: type[File], at: datetime) -> list[File]:
    """Files without a sign of life for a minute though a job has them: their worker is gone."""
    with_a_job = Q(is_applied=True) | Q(state=_State.RUNNING)
    waiting = model._default_manager.filter(with_a_job).exclude(state__in=_OVER)
    return list(waiting.filter(heartbeat_at__lt=at - SILENT_AFTER).defer("content"))


def delete_old(model: type[ImportFile], at: datetime) -> int:
    """Delete files after 30 days; how many."""
    old = model._default_manager.filter(created_at__lt=at - KEPT)
    return old.delete()[1].get(model._meta.label, 0)


def locked_preview(stored: File) -> File:
    """The file, locked, as long as nobody has started it and no job is reading it."""
    locked = _locked(stored)
    if locked.is_applied:
        raise ValidationError(_("This file is being imported already."), code="started")
    if locked.is_being_looked_at:
        raise ValidationError(_("This file is being read. Wait a moment."), code="being_read")
    return locked


def _locked(stored: File) -> File:
    found = type(stored)._default_manager.select_for_update().filter(pk=stored.pk).first()
    if found is None:
        raise ValidationError(_("The file was deleted meanwhile."), code="gone")
    return found


def _claim(model: type[File], import_id: int, at: datetime, step: str) -> File | None:
    with transaction.atomic():
        rows = model._default_manager.select_for_update(skip_locked=True).filter(pk=import_id)
        row = rows.filter(is_applied=True).exclude(state__in=_OVER).first()
        if row is None:
            return None
        row.state, row.heartbeat_at, row.step = _State.RUNNING, at, step
        row.save(update_fields=["state", "heartbeat_at", "step"])
    return row


def _finish(
    stored: ImportFile, state: str, at: datetime, *, problem: str = "", found: dict | None = None
) -> None:
    stored.state, stored.finished_at, stored.problem = state, at, problem
    if found is not None:
        stored.outcome = {**stored.outcome, **found}
    if state == _State.DONE:
        stored.done_count = stored.total_count
    stored.save(update_fields=["state", "finished_at", "problem", "outcome", "done_count"])
