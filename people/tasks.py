"""Jobs about people."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from people.actions.imports import life, stored
from people.models import PeopleImport


@shared_task
def apply_import(import_id):
    stored.apply(import_id, at=timezone.now())


def look_after_imports(at: datetime) -> dict[str, int]:
    """Take up again what lost its worker, and delete files after 30 days."""
    silent = life.silent(PeopleImport, at)
    for file in silent:
        apply_import.delay(file.pk)
    deleted = life.delete_old(PeopleImport, at)
    return {"imports taken up again": len(silent), "import files deleted": deleted}
