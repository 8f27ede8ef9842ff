"""Who reads whose summary, seen from both sides."""

from django.db.models import Q

from completion.models import SummaryShare
from completion.models.share import SummaryShareQuerySet
from pairs.models import Pair
from people.models import User


def readers(pair: Pair, person: User) -> SummaryShareQuerySet:
    """Everybody who can read this person's summary of the pair now."""
    rows = SummaryShare.objects.in_force().filter(summary__pair=pair, summary__person=person)
    return rows.select_related("reader")


def shared_with(reader: User) -> SummaryShareQuerySet:
    """The summaries this person can read now, the latest first."""
    rows = SummaryShare.objects.in_force().filter(reader=reader)
    return rows.select_related("summary__person")


def readable_by(person: User) -> SummaryShareQuerySet:
    """The same, with those that are the person's own: they see what their reader sees."""
    rows = SummaryShare.objects.in_force()
    rows = rows.filter(Q(reader=person) | Q(summary__person=person))
    return rows.select_related("reader", "summary__person", "summary__pair")
