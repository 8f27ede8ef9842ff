"""Who reads what, seen from both sides."""

from django.db.models import QuerySet

from growth.sharing.models import Share
from people.models import User


def readers_of(owner: User, what: str) -> QuerySet[Share]:
    """Everybody who can read this kind of thing of theirs now."""
    shares = Share.objects.in_force().filter(owner=owner, what=what)
    return shares.select_related("reader", "talks_with", "revision").order_by("pk")


def all_readers_of(owner: User) -> QuerySet[Share]:
    shares = Share.objects.in_force().filter(owner=owner)
    return shares.select_related("reader", "talks_with", "revision").order_by(
        "reader__sort_name", "reader", "what", "pk"
    )


def ended_of(owner: User, most: int = 20) -> list[Share]:
    """What somebody could read once, latest end first."""
    shares = Share.objects.filter(owner=owner, ended_at__isnull=False)
    shares = shares.select_related("reader", "talks_with", "revision")
    return list(shares.order_by("-ended_at", "-pk")[:most])


def shared_with(reader: User) -> QuerySet[Share]:
    """What others let this person read now, grouped by whose it is."""
    shares = Share.objects.in_force().filter(reader=reader)
    return shares.select_related("owner", "talks_with", "revision").order_by(
        "owner__sort_name", "owner", "what", "pk"
    )


def people_who_share_with(reader: User) -> QuerySet[User]:
    shares = Share.objects.in_force().filter(reader=reader)
    return User.objects.filter(pk__in=shares.values("owner"))
