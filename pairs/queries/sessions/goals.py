"""The goals of a pair that one of the two may point at from a session: own ones, and shared ones."""

from django.db.models import Q, QuerySet

from pairs.models import Goal, Pair
from people.models import User


def goals_of(pair: Pair, person: User) -> QuerySet[Goal]:
    """Of both people; after the end of a pair the partner's only as it was then."""
    mine = Q(participation__person=person)
    goals = Goal.objects.there().filter(participation__in=pair.everybody)
    goals = goals.filter(mine | Q(shared_at__isnull=False))
    if pair.ended_at is not None:
        goals = goals.filter(mine | Q(changed_at__lte=pair.ended_at, shared_at__lte=pair.ended_at))
    return goals.order_by("-participation", "pk")
