"""Handing applications to committee members, who see nothing else."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Delegation
from people.actions import audit
from people.models import User
from programs.models import Cycle, Staff


@transaction.atomic
def delegate(cycle: Cycle, numbers: Iterable[int], member: User, *, by: User, at: datetime) -> int:
    """Let a committee member read these applications; how many are new to them."""
    committee = Staff.objects.filter(program=cycle.program_id, role=Staff.Role.COMMITTEE)
    if not committee.filter(person=member).exists():
        raise ValidationError(_("This person is not in the committee."), code="not_in_committee")
    before = Delegation.objects.filter(member=member).count()
    Delegation.objects.bulk_create(
        [
            Delegation(application=application, member=member)
            for application in Application.objects.filter(cycle=cycle, pk__in=numbers)
        ],
        ignore_conflicts=True,
    )
    audit.note("applications.delegated", cycle, by=by, at=at)
    return Delegation.objects.filter(member=member).count() - before


@transaction.atomic
def take_back(cycle: Cycle, numbers: Iterable[int], member: User, *, by: User, at: datetime) -> int:
    """End it with their next request; how many applications they no longer see."""
    rows = Delegation.objects.filter(
        application__cycle=cycle, application__in=numbers, member=member
    )
    ended, _by_model = rows.delete()
    audit.note("applications.taken_back", cycle, by=by, at=at)
    return ended


def end_with_the_right(staff: Staff) -> None:
    """Somebody who comes back to the committee finds nothing of before. In the transaction that
    takes the right away and writes its line."""
    if staff.role == Staff.Role.COMMITTEE:
        Delegation.objects.filter(
            member=staff.person_id, application__cycle__program=staff.program_id
        ).delete()
