"""Who works together: what the layers below ask when they look for a conflict of interest."""

from django.db.models import QuerySet

from applications.models import Application
from pairs.models import Pair
from people.models import User
from programs.models import Cycle
from programs.permissions import conflicts_of


def partners_of(user: User) -> QuerySet[User]:
    """Everybody this person is or ever was in a pair with."""
    mentors = Pair.objects.filter(mentee__person=user).values("mentor__person")
    mentees = Pair.objects.filter(mentor__person=user).values("mentee__person")
    return User.objects.filter(pk__in=mentors.union(mentees)).exclude(pk=user.pk)


def may_look_after(user: User, pair: Pair) -> bool:
    """Cases and the end of a pair are an organizer's, but nobody's who is one of the two."""
    return user.pk not in {pair.mentor.person_id, pair.mentee.person_id}


def conflicted(user: User, cycle: Cycle) -> set[int]:
    """Applications of the cycle this person must not decide about: their own and those of people
    they report to, who report to them, or who are their partners."""
    rows = Application.objects.filter(conflicts_of(user), cycle=cycle)
    return set(rows.values_list("pk", flat=True))
