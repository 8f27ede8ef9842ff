"""Working out what the organization may know of a quarter, once it is over."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from growth.pathway.models import QuarterTotals
from growth.pathway.queries.totals import BACK, shown_of
from growth.pathway.rules.quarters import finished_quarters
from growth.setup import queries as setup

TO_LOG_LATE = timedelta(days=7)  # after the last day, for what is written down a little later


@transaction.atomic
def work_out(at: datetime) -> dict[str, int]:
    """Keep the totals of quarters that ended a week ago. Those that are kept stay as they are."""
    if setup.switch().is_off:
        return {}
    made = 0
    for quarter in finished_quarters(timezone.localdate(at) - TO_LOG_LATE, BACK):
        if QuarterTotals.objects.filter(year=quarter.year, number=quarter.number).exists():
            continue
        figures = [asdict(one) for one in shown_of(quarter)]
        _row, is_new = QuarterTotals.objects.get_or_create(
            year=quarter.year,
            number=quarter.number,
            defaults={"figures": figures, "worked_out_at": at},
        )
        made += is_new
    return {"totals of quarters": made}
