"""Jobs of programs."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from applications.actions.application_imports import stored
from applications.models import ApplicationImport
from people.actions.imports import life


@shared_task
def look_at_import(import_id):
    stored.look(import_id, clock=timezone.now)


@shared_task
def apply_import(import_id):
    stored.apply(import_id, clock=timezone.now)


def look_after_imports(at: datetime) -> dict[str, int]:
    """Take up again what lost its worker, and delete files after 30 days."""
    silent = life.silent(ApplicationImport, at)
    for file in silent:
        job = apply_import if file.is_applied else look_at_import
        job.delay(file.pk)
    deleted = life.delete_old(ApplicationImport, at)
    return {"imports taken up again": len(silent), "import files deleted": deleted}
