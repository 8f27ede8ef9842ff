"""Jobs about people."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from people.actions.imports import stored


@shared_task
def apply_import(import_id):
    stored.apply(import_id, at=timezone.now())


def look_after_imports(at: datetime) -> dict[str, int]:
    """Take up again what lost its worker, and delete files after 30 days."""
    silent = stored.silent(at)
    for import_id in silent:
        apply_import.delay(import_id)
    return {"imports taken up again": len(silent), "import files deleted": stored.delete_old(at)}
