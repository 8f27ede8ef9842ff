"""A whole file at once: look what it would do, or do it, in one transaction."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.actions import audit
from people.actions.imports.columns import Mapping, check_mapping
from people.actions.imports.life import OpenError
from people.actions.imports.plans import ImportPlan, make_plan
from people.actions.imports.rows import CheckedRows, check_rows
from people.actions.imports.saving import save_plan
from people.models import PeopleImport, User
from people.tables.records import Choices, Table

STOP = PeopleImport.OnError.STOP


def examine(
    table: Table, mapping: Mapping, choices: Choices | None = None, *, as_of: date
) -> ImportPlan:
    """What loading the table would do. Changes nothing."""
    choices = choices or Choices()
    return make_plan(_checked(table, mapping, choices, as_of), mapping, choices, as_of=as_of)


def load(
    table: Table,
    mapping: Mapping,
    choices: Choices | None = None,
    *,
    as_of: date,
    on_error: str,
    at: datetime,
    by: User | None,
    source: PeopleImport | str,
) -> ImportPlan:
    """Save everybody in the table, or nobody.

    With on_error "stop" any wrong row stops everything; with "leave_out" wrong rows stay out and
    are listed in the plan. The same table again changes nothing. Nobody hears of the import but
    owners of addresses that no longer sign in. `source` is what the trail names: the stored file.
    """
    choices = choices or Choices()
    checked = _checked(table, mapping, choices, as_of)
    try:
        with transaction.atomic():
            plan = make_plan(checked, mapping, choices, as_of=as_of, lock=True)
            if on_error == STOP and plan.errors:
                raise _stopped(plan)
            save_plan(plan, by=by, at=at)
            audit.note("people_imported", source, by=by, at=at)
    except IntegrityError:
        message = _(
            "Somebody else is changing the same people right now. Nothing is saved: try again."
        )
        raise ValidationError(message, code="changed_meanwhile") from None
    return plan


class StoppedError(ValidationError):
    """Wrong rows stopped the import; the plan says which."""

    def __init__(self, message: str, plan: ImportPlan):
        super().__init__(message, code="wrong_rows")
        self.plan, self.facts = plan, plan.facts


def _checked(table: Table, mapping: Mapping, choices: Choices, as_of: date) -> CheckedRows:
    check_mapping(mapping, table.columns)
    checked = check_rows(table, mapping, choices, as_of=as_of)
    if checked.open_orders:
        raise OpenError(checked.open_orders)
    return checked


def _stopped(plan: ImportPlan) -> StoppedError:
    count = plan.left_out_count
    message = ngettext(
        "%(count)s row is wrong. Nothing is imported.",
        "%(count)s rows are wrong. Nothing is imported.",
        count,
    )
    return StoppedError(message % {"count": count}, plan)
