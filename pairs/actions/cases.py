"""Pairs an organizer has to look after: opened by an answer or by silence, closed by a person
or by the session that was missing."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pairs.models import Case, CaseEntry, Pair
from people.actions import audit
from people.models import User
from programs.permissions import is_organizer


@transaction.atomic
def open_case(pair: Pair, kind: str, *, at: datetime) -> Case | None:
    """Open a case, unless one of this kind is open already; None for a pair that has ended."""
    locked = Pair.objects.select_for_update().get(pk=pair.pk)
    if locked.state != Pair.State.ACTIVE:
        return None
    case, _made = Case.objects.get_or_create(
        pair=pair, kind=kind, state=Case.State.OPEN, defaults={"opened_at": at}
    )
    return case


@transaction.atomic
def assign(
    case: Case, *, to: User | None, by: User, at: datetime, due_on: date | None = None
) -> Case:
    """Say which organizer looks after it, and by when it is done; None gives it back."""
    case = _locked(case)
    if to is not None and not is_organizer(to, case.pair.cycle.program):
        raise ValidationError(_("Only an organizer looks after a case."), code="not_organizer")
    if due_on is not None and due_on < case.pair.cycle.day(at):
        raise ValidationError(_("Choose today or a future date."), code="past")
    case.owner, case.due_on = to, due_on if to else None
    case.save(update_fields=["owner", "due_on"])
    kind = CaseEntry.Kind.TAKEN if to else CaseEntry.Kind.GIVEN_BACK
    _enter(case, kind, by=by, at=at, due_on=case.due_on)
    audit.note("case_assigned", case, by=by, at=at)
    return case


@transaction.atomic
def write_note(case: Case, text: str, *, by: User, at: datetime) -> CaseEntry:
    """What was tried or heard, for the others who organize."""
    case = _locked(case)
    if not text.strip():
        raise ValidationError(_("Write a few words."), code="empty")
    return _enter(case, CaseEntry.Kind.NOTE, by=by, at=at, text=text.strip())


@transaction.atomic
def close(case: Case, *, outcome: str, by: User, at: datetime) -> Case:
    """Done, and what was done about it."""
    case = _locked(case)
    if not outcome.strip():
        raise ValidationError(_("Say in a few words what was done."), code="empty")
    case.state, case.closed_at, case.outcome = Case.State.CLOSED, at, outcome.strip()
    case.owner = case.owner or by
    case.save(update_fields=["state", "closed_at", "outcome", "owner"])
    _enter(case, CaseEntry.Kind.CLOSED, by=by, at=at, text=case.outcome)
    audit.note("case_closed", case, by=by, at=at)
    return case


def _enter(
    case: Case, kind: str, *, by: User, at: datetime, due_on: date | None = None, text: str = ""
) -> CaseEntry:
    return CaseEntry.objects.create(case=case, kind=kind, by=by, at=at, due_on=due_on, text=text)


def close_met(pair: Pair, day: date, *, at: datetime) -> None:
    """A session took place on this day: cases about not meeting close by themselves, unless the
    session lies before the silence they speak of. The pair is locked by the caller."""
    silence = timedelta(days=2 * pair.cycle.cadence_days)
    about_meeting = [Case.Kind.NOT_MET, Case.Kind.QUIET]
    for case in pair.cases.filter(state=Case.State.OPEN, kind__in=about_meeting):
        if day >= pair.cycle.day(case.opened_at) - silence:
            case.state, case.closed_at = Case.State.CLOSED, at
            case.outcome = _("They have logged a session since.")
            case.save(update_fields=["state", "closed_at", "outcome"])


def _locked(case: Case) -> Case:
    rows = Case.objects.select_related("pair__cycle__program").select_for_update(of=("self",))
    case = rows.get(pk=case.pk)
    if case.state != Case.State.OPEN:
        raise ValidationError(_("This case is closed already."), code="wrong_status")
    return case
