"""Whom a late link lets in when a call is closed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from applications.models import LateEntry
from people.models import User
from programs.models import Call, Role
from programs.queries.calls import open_call


def open_call_for(role: Role, person: User, at: datetime) -> Call | None:
    """The same for one person; asks for late links only when the call is closed."""
    return open_call(role, at) or open_call(
        role, at, is_let_in=_entries(at).filter(person=person, link__role=role).exists()
    )


def lets_in(at: datetime) -> Exists:
    """Whether a late link lets the person of an application in: for a queryset of applications."""
    return Exists(_entries(at).filter(person=OuterRef("person"), link__role=OuterRef("role")))


def _entries(at: datetime) -> QuerySet[LateEntry]:
    return LateEntry.objects.filter(link__closed_at=None, link__expires_at__gt=at)
