"""Keeping what a cycle came to."""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outcomes.models import FrozenReport
from outcomes.queries.report.document import as_data
from outcomes.queries.report.live import report_of
from outcomes.rules.fingerprints import fingerprint
from people.actions import audit
from people.models import User
from programs.models import Cycle


@transaction.atomic
def freeze(cycle: Cycle, *, reason: str = "", by: User, at: datetime) -> FrozenReport:
    """Keep the report as it is now, as the first version or, with a reason, as a correction.

    Decisions somebody may not know of are counted like all others: the figures are the cycle's,
    whoever freezes them.
    """
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not cycle.is_over(cycle.day(at)):
        raise ValidationError(
            _("A final report can be frozen once the cycle is over."), code="not_over"
        )
    report = report_of(cycle, at=at)
    if not report.has_figures:
        raise ValidationError(_("There are no figures to freeze."), code="no_figures")
    last = cycle.frozen_reports.first()
    if last and not reason:
        raise ValidationError(_("Say what this version corrects."), code="no_reason")
    # Through JSON once, so that the fingerprint is that of the values as they come back.
    document = json.loads(json.dumps(as_data(report)))
    if last and _without_moment(last.document) == _without_moment(document):
        raise ValidationError(
            _("Nothing has changed since version %(number)d.") % {"number": last.number},
            code="unchanged",
        )
    frozen = FrozenReport.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        document=document,
        fingerprint=fingerprint(document),
        reason=reason if last else "",
        frozen_at=at,
        frozen_by=by,
    )
    audit.note("report.frozen", frozen, by=by, at=at)
    return frozen


def _without_moment(document: dict) -> dict:
    return {name: value for name, value in document.items() if name != "at"}
