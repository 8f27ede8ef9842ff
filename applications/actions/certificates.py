"""Certificates given after applying."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Fulfilment
from programs.models import Requirement


@transaction.atomic
def give(
    application: Application, requirement: Requirement, *, done_on: date, link: str, at: datetime
) -> Fulfilment:
    """Say on which day a certificate was completed, with its proof. What is verified stays."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse_day_ahead(done_on, locked.cycle.day(at))
    found, _made = Fulfilment.objects.get_or_create(application=locked, requirement=requirement)
    if found.verified_at is not None:
        raise ValidationError(
            _("A reviewer has confirmed this, so it cannot be changed."), code="verified"
        )
    found.attested_at, found.done_on, found.proof_link = at, done_on, link
    found.save(update_fields=["attested_at", "done_on", "proof_link"])
    return found


def refuse_day_ahead(done_on: date, today: date) -> None:
    if done_on > today:
        raise ValidationError(
            _("Give the day you completed it; this date is in the future."), code="day_ahead"
        )
