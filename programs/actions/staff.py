"""Rights in a program: given by address, taken away at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions import audit
from people.models import User
from programs.models import Program, Staff
from programs.queries.organizers import only_with
from programs.signals import staff_removed


@transaction.atomic
def add(program: Program, *, person: User, role: str, by: User, at: datetime) -> Staff:
    """Give somebody a right; giving it twice changes nothing."""
    row, is_new = Staff.objects.get_or_create(
        program=program, person=person, role=role, defaults={"created_at": at}
    )
    if is_new:
        audit.note("staff_added", row.person, by=by, at=at, scope=row.audit_scope)
    return row


@transaction.atomic
def remove(row: Staff, *, by: User, at: datetime) -> None:
    """Take a right away; it ends with the person's next request. One organizer who can sign in
    always stays."""
    Program.objects.select_for_update().get(pk=row.program_id)
    organizers = Staff.objects.filter(
        program=row.program_id, role=Staff.Role.ORGANIZER, person__is_active=True
    )
    if row.role == Staff.Role.ORGANIZER and not organizers.exclude(pk=row.pk).exists():
        raise ValidationError(
            _("A program needs an organizer. Add another one first."), code="last_organizer"
        )
    audit.note("staff_removed", row.person, by=by, at=at, scope=row.audit_scope)
    staff_removed.send(Staff, staff=row)
    Staff.objects.filter(pk=row.pk).delete()


def refuse_orphans(person: User) -> None:
    """Somebody who no longer signs in must leave no program without an organizer."""
    mine = Staff.objects.filter(person=person, role=Staff.Role.ORGANIZER).values("program")
    list(Program.objects.select_for_update().filter(pk__in=mine).order_by("pk"))
    orphans = [str(program) for program in only_with(person)]
    if orphans:
        raise ValidationError(
            _(
                "%(person)s is the only organizer of: %(programs)s. Appoint somebody else first, "
                "under “Who organizes what”."
            ),
            code="last_organizer",
            params={"person": person, "programs": ", ".join(orphans)},
        )
