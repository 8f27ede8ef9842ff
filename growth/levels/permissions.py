"""Whose words about their level somebody may read."""

from django.db.models import QuerySet

from growth.sharing.models import Share
from people.models import User


def people_who_share_with(reader: User) -> QuerySet[User]:
    shares = Share.objects.in_force().filter(reader=reader, what=Share.What.LEVELS)
    return User.objects.filter(pk__in=shares.values("owner"))
