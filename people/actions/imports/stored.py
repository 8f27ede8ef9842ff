"""The life of an uploaded file: looked at first, then applied as a whole by a job, kept 30 days."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.imports import columns, files, loading
from people.actions.imports.columns import Mapping
from people.actions.imports.plans import Plan
from people.models import PeopleImport, User
from people.models.work import SILENT_AFTER

KEPT = timedelta(days=30)
_LISTED = 500  # problems kept on the row; the count of all is kept too
_State = PeopleImport.State
_OVER = [_State.DONE, _State.FAILED, _State.CANCELLED]


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
        locked = _locked_preview(stored)
        table = files.read_table(bytes(locked.content))
        columns.check_mapping(mapping, table.columns)
        locked.mapping, locked.as_of, locked.on_error = mapping, as_of, on_error
        locked.outcome = _look(locked, table)
        locked.save(update_fields=["mapping", "as_of", "on_error", "outcome"])
    return locked


def start(stored: PeopleImport, *, at: datetime) -> PeopleImport:
    """From here on it is a job's: `apply`. A second press is refused."""
    with transaction.atomic():
        locked = _locked_preview(stored)
        columns.check_mapping(locked.mapping, locked.outcome["columns"])
        locked.is_applied = True
        locked.heartbeat_at = at
        locked.save(update_fields=["is_applied", "heartbeat_at"])
    return locked


def apply(import_id: int, *, at: datetime) -> None:
    """Do a started import. Safe to run twice and at once: the row is locked while people are saved,
    and whoever comes second finds it over."""
    stored = _claim(import_id, at)
    if stored is None:
        return
    try:
        with transaction.atomic():
            stored = PeopleImport.objects.select_for_update().get(pk=import_id)
            if not stored.is_over:
                _load(stored, at)
    except loading.StoppedError as error:
        _finish(stored, _State.FAILED, at, problem=error.messages[0], plan=error.plan)
    except ValidationError as error:
        _finish(stored, _State.FAILED, at, problem=error.messages[0])


def discard(stored: PeopleImport) -> None:
    """Throw a file away that was never started, or whose import is over."""
    with transaction.atomic():
        locked = PeopleImport.objects.select_for_update().get(pk=stored.pk)
        if locked.is_applied and not locked.is_over:
            raise ValidationError(_("The import is running."), code="running")
        locked.delete()


def silent(at: datetime) -> list[int]:
    """Started imports without a sign of life for a minute: their worker is gone."""
    waiting = PeopleImport.objects.filter(is_applied=True).exclude(state__in=_OVER)
    return list(waiting.filter(heartbeat_at__lt=at - SILENT_AFTER).values_list("pk", flat=True))


def delete_old(at: datetime) -> int:
    """Delete files after 30 days; how many."""
    old = PeopleImport.objects.filter(created_at__lt=at - KEPT)
    return old.delete()[1].get(PeopleImport._meta.label, 0)


def _claim(import_id: int, at: datetime) -> PeopleImport | None:
    with transaction.atomic():
        stored = PeopleImport.objects.select_for_update(skip_locked=True).filter(pk=import_id)
        row = stored.filter(is_applied=True).exclude(state__in=_OVER).first()
        if row is None:
            return None
        row.state, row.heartbeat_at, row.step = _State.RUNNING, at, _("Saving people")
        row.save(update_fields=["state", "heartbeat_at", "step"])
    return row


def _load(stored: PeopleImport, at: datetime) -> None:
    table = files.read_table(bytes(stored.content))
    plan = loading.load(
        table,
        stored.mapping,
        as_of=stored.as_of,
        on_error=stored.on_error,
        at=at,
        by=stored.started_by,
        subject=f"people_import:{stored.pk}",
    )
    _finish(stored, _State.DONE, at, plan=plan)


def _finish(
    stored: PeopleImport, state: str, at: datetime, *, problem: str = "", plan: Plan | None = None
) -> None:
    stored.state, stored.finished_at, stored.problem = state, at, problem
    if plan is not None:
        stored.outcome = {**stored.outcome, **_facts(plan)}
    if state == _State.DONE:
        stored.done_count = stored.total_count
    stored.save(update_fields=["state", "finished_at", "problem", "outcome", "done_count"])


def _locked_preview(stored: PeopleImport) -> PeopleImport:
    locked = PeopleImport.objects.select_for_update().get(pk=stored.pk)
    if locked.is_applied:
        raise ValidationError(_("This file is being imported already."), code="started")
    return locked


def _look(stored: PeopleImport, table: files.Table) -> dict:
    """What a page shows before anything is saved: columns, first rows, counts, problems."""
    outcome = {
        "columns": table.columns,
        "remark": table.remark,
        "sample": [[cell[:80] for cell in record.cells] for record in table.records[:5]],
    }
    try:
        plan = loading.examine(table, stored.mapping, as_of=stored.as_of)
    except ValidationError as error:
        return {**outcome, "mapping_problem": error.messages[0]}
    return {**outcome, **_facts(plan)}


def _facts(plan: Plan) -> dict:
    return {
        "counts": plan.counts,
        "left_out": plan.left_out_count,
        "problem_count": len(plan.problems),
        "problems": [problem.as_dict() for problem in plan.problems[:_LISTED]],
    }
