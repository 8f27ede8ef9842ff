"""What somebody should know before freezing a report, and when a newer version was made since."""

from datetime import datetime

from django.db.models import Max, Q, QuerySet

from outcomes.models import FrozenReport
from programs.models import Cycle, CycleSurvey


def open_surveys(cycle: Cycle, *, at: datetime) -> QuerySet[CycleSurvey]:
    """Surveys whose answers would be missing from a report frozen now."""
    is_open = Q(survey__closes_at__isnull=True) | Q(survey__closes_at__gt=at)
    asked = cycle.cycle_surveys.exclude(kind=CycleSurvey.Kind.CHECK_IN)
    return asked.filter(is_open).select_related("survey")


def newest_number(frozen: FrozenReport) -> int:
    """Of the versions of the same cycle, this one among them."""
    rows = FrozenReport.objects.filter(cycle=frozen.cycle_id)
    return rows.aggregate(number=Max("number"))["number"]
