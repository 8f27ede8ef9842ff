"""Places of mentors: pairs of programs and pairs outside of them count alike."""

from collections.abc import Collection

from django.db.models import Count

from pairs.models import PairMember
from people.models import User


def taken(people: Collection[int] | None = None) -> dict[int, int]:
    """How many mentees each of these has now, or everybody who has any; for the others nothing."""
    mentors = PairMember.objects.at_work().mentors().order_by()
    if people is not None:
        mentors = mentors.filter(participation__person__in=people)
    return dict(mentors.values_list("participation__person").annotate(number=Count("pair")))


def free(person: User, places: int) -> int:
    return max(places - taken([person.pk]).get(person.pk, 0), 0)
