"""Whose evidence somebody may see: their own, and as a partner what they are asked about."""

from django.db.models import QuerySet

from growth.binder.models import BinderItem
from people.models import User


def own_items(user: User) -> QuerySet[BinderItem]:
    return BinderItem.objects.filter(person=user).select_related("partner")


def asked_of(user: User) -> QuerySet[BinderItem]:
    """What colleagues would like to show that comes from the two of them."""
    rows = BinderItem.objects.filter(partner=user, person__is_active=True)
    return rows.select_related("person", "partner")


def waiting_for(user: User) -> QuerySet[BinderItem]:
    """The same, as long as they said neither yes nor no."""
    return asked_of(user).filter(agreed_at__isnull=True, declined_at__isnull=True)
