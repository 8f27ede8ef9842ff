"""Whom somebody ticked in a table of the cycle."""

from django.db.models import Q, QuerySet
from django.http import QueryDict

from applications.models import Application
from applications.queries.table.table import Table
from pairs.models import Pair
from people.models import User
from programs.models import Cycle


def picked(cycle: Cycle, posted: QueryDict, viewer: User) -> QuerySet[User]:
    """People of ticked applications (`chosen`, or `everything` that the filters of the table in
    `query` leave), and both people of ticked pairs (`pair`)."""
    if posted.get("everything"):
        query = QueryDict(posted.get("query", "")[:4000])
        applications = Table(cycle, query, viewer, reads_scores=True).found.order_by()
    else:
        handed_in = Application.objects.submitted().filter(cycle=cycle)
        applications = handed_in.filter(pk__in=_numbers(posted, "chosen"))
    pairs = Pair.objects.filter(cycle=cycle, pk__in=_numbers(posted, "pair"))
    return User.objects.active().filter(
        Q(pk__in=applications.values("person")) | Q(pk__in=pairs.persons())
    )


def _numbers(posted: QueryDict, name: str) -> list[int]:
    return [int(value) for value in posted.getlist(name) if value.isdecimal() and len(value) < 10]
