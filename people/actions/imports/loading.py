"""A whole file at once: look what it would do, or do it, in one transaction."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.actions import audit
from people.actions.imports.columns import Mapping, check_mapping
from people.actions.imports.files import Table
from people.actions.imports.plans import Plan, make_plan
from people.actions.imports.rows import read_rows
from people.actions.imports.saving import save_plan
from people.models import PeopleImport, User

STOP = PeopleImport.OnError.STOP


def examine(table: Table, mapping: Mapping, *, as_of: date) -> Plan:
    """What loading the table would do. Changes nothing."""
    check_mapping(mapping, table.columns)
    return make_plan(read_rows(table, mapping), mapping, as_of=as_of)


def load(
    table: Table,
    mapping: Mapping,
    *,
    as_of: date,
    on_error: str,
    at: datetime,
    by: User | None,
    source: PeopleImport | str,
) -> Plan:
    """Save everybody in the table, or nobody.

    With on_error "stop" any wrong row stops everything; with "leave_out" wrong rows stay out and
    are listed in the plan. The same table again changes nothing. Nobody is told: imported people
    hear of the software when somebody writes to them. `source` is the file for the trail.
    """
    check_mapping(mapping, table.columns)
    reading = read_rows(table, mapping)
    try:
        with transaction.atomic():
            plan = make_plan(reading, mapping, as_of=as_of, lock=True)
            if on_error == STOP and plan.errors:
                raise _stopped(plan)
            save_plan(plan, by=by, at=at)
            audit.note("people_imported", source, by=by, at=at)
    except IntegrityError:
        message = _("Somebody changed the same people in this moment. Nothing is saved: try again.")
        raise ValidationError(message, code="changed_meanwhile") from None
    return plan


class StoppedError(ValidationError):
    """Wrong rows stopped the import; the plan says which."""

    def __init__(self, message: str, plan: Plan):
        super().__init__(message, code="wrong_rows")
        self.plan, self.facts = plan, plan.facts


def _stopped(plan: Plan) -> StoppedError:
    count = plan.left_out_count
    message = ngettext(
        "%(count)s row is wrong. Nothing is imported.",
        "%(count)s rows are wrong. Nothing is imported.",
        count,
    )
    return StoppedError(message % {"count": count}, plan)
