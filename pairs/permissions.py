"""Who works together: what the layers below ask when they look for a conflict of interest."""

from django.db.models import QuerySet

from applications.models import Application, Participation
from pairs.models import Goal, Pair
from pairs.rules.afterwards import shared_until
from people.models import User
from programs.models import Cycle
from programs.permissions import conflicts_of


def partners_of(user: User) -> QuerySet[User]:
    """Everybody this person is or ever was in a pair with."""
    return User.objects.filter(pk__in=Pair.objects.of(user).persons()).exclude(pk=user.pk)


def may_look_after(user: User, pair: Pair) -> bool:
    """Cases and the end of a pair are an organizer's, but nobody's who is one of the two."""
    return not pair.has(user)


def conflicted(user: User, cycle: Cycle) -> set[int]:
    """Applications of the cycle this person must not decide about: their own and those of people
    they report to, who report to them, or who are their partners."""
    rows = Application.objects.filter(conflicts_of(user), cycle=cycle)
    return set(rows.values_list("pk", flat=True))


def may_read_goal(user: User, goal: Goal, of: Participation, pair: Pair) -> bool:
    """A goal of one of the two, seen from this pair: one's own, and what the partner shares.

    A former partner keeps what was there while the pair lasted, and what was written in the week
    after a fulfilled one, not what came later.
    """
    if of.person_id == user.pk:
        return goal.removed_at is None
    if goal.removed_at is not None or goal.shared_at is None:
        return False
    until = shared_until(pair)
    return until is None or max(goal.shared_at, goal.changed_at) <= until


def may_write_goal(user: User, goal: Goal, of: Participation, pair: Pair) -> bool:
    """Either of the two while they are a pair; afterwards whose goal it is, to close it, as long as
    `afterwards.may_write` lets them."""
    is_theirs = pair.state == Pair.State.ACTIVE or of.person_id == user.pk
    return is_theirs and may_read_goal(user, goal, of, pair)
