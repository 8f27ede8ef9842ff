"""What a reviewer confirms about the requirements of an application."""

from datetime import datetime

from django.db import transaction

from applications.models import Application, Fulfilment
from people.models import User
from programs.models import Requirement


@transaction.atomic
def verify(
    application: Application, requirement: Requirement, *, is_met: bool, by: User, at: datetime
) -> Fulfilment:
    """Say that a requirement is met, or take that back. What the applicant said stays."""
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    verified = {"verified_at": at if is_met else None, "verified_by": by if is_met else None}
    if is_met:
        verified["refused_at"] = None
    fulfilment, _created = Fulfilment.objects.update_or_create(
        application=application, requirement=requirement, defaults=verified
    )
    return fulfilment
