"""What people say at the start: why they are here, and that they read what is expected of them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from pairs.models import Beginning


@transaction.atomic
def read_expectations(participation: Participation, *, at: datetime) -> None:
    """Ticked once; the first day stays."""
    row = _locked(participation)
    if row.expectations_read_at is None:
        row.expectations_read_at = at
        row.save(update_fields=["expectations_read_at"])


@transaction.atomic
def say_purpose(
    participation: Participation, *, value: str, because: str, is_shown: bool, at: datetime
) -> Beginning:
    """Fill the two blanks, and show the sentence to the partner or keep it."""
    row = _locked(participation)
    row.value, row.because = " ".join(value.split()), because.strip()
    if is_shown and not row.has_purpose:
        raise ValidationError(_("Fill both parts before you show it."), code="half")
    row.purpose_shown_at = (row.purpose_shown_at or at) if is_shown else None
    row.full_clean(exclude=["participation"])
    row.save(update_fields=["value", "because", "purpose_shown_at"])
    return row


def _locked(participation: Participation) -> Beginning:
    Participation.objects.select_for_update().get(pk=participation.pk)
    return Beginning.objects.get_or_create(participation=participation)[0]
