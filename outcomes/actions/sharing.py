"""Links that show a report to people without an account."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from outcomes.models import FrozenReport, ReportShare
from outcomes.queries.report.public import parts_of
from people.actions import audit
from people.models import User
from programs.models import Cycle

LONGEST_DAYS = 366
MOST_LINKS = 100  # of a cycle


@transaction.atomic
def share(
    frozen: FrozenReport, *, name: str, parts: Iterable[str], ends_on: date, by: User, at: datetime
) -> ReportShare:
    """Show these parts of a frozen version to whoever has the link, to the end of the day in the
    zone of the cycle."""
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=frozen.cycle_id)
    if ReportShare.objects.filter(frozen__cycle=cycle).count() >= MOST_LINKS:
        raise ValidationError(_("There are too many links already."), code="too_many")
    chosen = [part for part in parts_of(frozen.document) if part in set(parts)]
    if not chosen:
        raise ValidationError({"parts": _("Choose at least one part.")}, code="nothing")
    today = cycle.day(at)
    if not today <= ends_on <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError(
            {"ends_on": _("Choose a future date within a year.")}, code="no_future_date"
        )
    made = ReportShare.objects.create(
        frozen=frozen,
        name=name,
        parts=chosen,
        ends_at=datetime.combine(ends_on + timedelta(days=1), time.min, cycle.tzinfo),
        made_at=at,
        made_by=by,
    )
    audit.note("report.shared", made, by=by, at=at)
    return made


@transaction.atomic
def withdraw(share: ReportShare, *, by: User, at: datetime) -> None:
    """From now on the link does not exist. Doing it twice changes nothing."""
    open_ones = ReportShare.objects.filter(pk=share.pk, withdrawn_at=None)
    if open_ones.update(withdrawn_at=at):
        audit.note("report.share_withdrawn", share, by=by, at=at)


def count_opening(share: ReportShare) -> None:
    """A person pressed the button; what fetches links for a preview presses none."""
    ReportShare.objects.filter(pk=share.pk).update(opens=F("opens") + 1)
