"""What the page of learning counts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from growth.learning.models import LearningEntry
from people.models import User


@dataclass(frozen=True)
class Year:
    """What somebody logged in a calendar year; hours of the entries that name some."""

    year: int
    entries: int
    hours: Decimal | None


def this_year(person: User, today: date) -> Year:
    rows = LearningEntry.objects.filter(person=person, done_on__year=today.year)
    counted = rows.aggregate(entries=Count("pk"), hours=Sum("hours"))
    return Year(today.year, counted["entries"], counted["hours"])
