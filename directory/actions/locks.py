"""What directory actions lock, always in this order: people by number, then requests by number."""

from datetime import datetime

from django.db.models import Q

from directory.models import MentoringRequest
from people.models import User


def people(*persons: User) -> dict[int, User]:
    """Nobody else changes what these people ask, offer or are paired in meanwhile."""
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=[one.pk for one in persons]).order_by("pk")}


def open_requests(which: Q) -> list[MentoringRequest]:
    rows = MentoringRequest.objects.open().filter(which)
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    return list(locked.select_related("mentee", "mentor"))


def end(request: MentoringRequest, state: str, at: datetime, reason: str = "") -> None:
    """A locked open request ends; its slot is free again. Who is told is the caller's."""
    request.state, request.reason, request.ended_at, request.slot = state, reason, at, None
    request.save(update_fields=["state", "reason", "ended_at", "slot"])
