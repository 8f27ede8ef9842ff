"""Switching the directory on and off: what administrators do."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from directory.actions import requests
from directory.models import Availability, DirectorySetup
from directory.queries.switch import KEY
from people.actions import audit
from people.models import User


@transaction.atomic
def switch(*, is_on: bool, by: User, at: datetime) -> int:
    """Off hides the directory and ends open requests, how many; people and pairs keep what they have.

    On again, nobody is paused for a question that was asked before it went off.
    """
    DirectorySetup.objects.get_or_create(pk=DirectorySetup.ONLY, defaults={"changed_at": at})
    row = DirectorySetup.objects.select_for_update().get(pk=DirectorySetup.ONLY)
    row.is_on, row.changed_by, row.changed_at = is_on, by, at
    row.save()
    audit.note("directory_on" if is_on else "directory_off", row, by=by, at=at)
    transaction.on_commit(_forget)
    if is_on:
        Availability.objects.filter(asked_at__isnull=False).update(asked_at=None)
        return 0
    return requests.close_all(at=at)


def _forget() -> None:
    cache.delete(KEY)
