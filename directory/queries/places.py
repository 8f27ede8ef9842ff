"""Places of mentors: pairs of programs and pairs outside of them count alike."""

from collections.abc import Collection

from django.db.models import Count

from pairs.models import Pair
from people.models import User


def taken(people: Collection[int] | None = None) -> dict[int, int]:
    """How many mentees each of these has now, or everybody who has any; for the others nothing."""
    pairs = Pair.objects.active()
    if people is not None:
        pairs = pairs.filter(mentor__person__in=people)
    counted = pairs.order_by().values_list("mentor__person").annotate(number=Count("pk"))
    return dict(counted)


def free(person: User, places: int) -> int:
    return max(places - taken([person.pk]).get(person.pk, 0), 0)
