"""The life of an uploaded file, whatever it holds: looked at first, then applied as a whole by a
job, kept 30 days. The row is locked while its rows are saved, so a job may run twice and at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.actions.imports.files import Table
from people.models import ImportFile
from people.models.work import SILENT_AFTER

KEPT = timedelta(days=30)
_LISTED = 500  # problems kept on the row; the count of all is kept too
_State = ImportFile.State
_OVER = [_State.DONE, _State.FAILED, _State.CANCELLED]

Clock = Callable[[], datetime]
Save = Callable[[], dict]
File = TypeVar("File", bound=ImportFile)


def beginning(table: Table) -> dict:
    """What a page shows of a file before its rows are read."""
    return {
        "columns": table.columns,
        "remark": table.remark,
        "sample": [[_shown(cell) for cell in record.cells] for record in table.records[:5]],
    }


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
