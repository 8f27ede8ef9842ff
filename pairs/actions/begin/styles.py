"""How each of the two likes to talk: said at the start, and changed while they are a pair."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Participation
from pairs.models import CommunicationStyle, Pair
from people.versions import Unchanged, as_it_is

FIELDS = (*CommunicationStyle.QUESTIONS, "words")


@transaction.atomic
def save(
    pair: Pair,
    side: Participation,
    said: Mapping[str, str],
    *,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> CommunicationStyle:
    """Keep what one of the two said. Sent twice it is one row, with the words sent last."""
    locked = Pair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if locked.state != Pair.State.ACTIVE:
        raise ValidationError(_("You two are no longer a pair."), code="ended")
    Participation.objects.select_for_update().get(pk=side.pk)
    row = CommunicationStyle.objects.filter(participation=side).first()
    if row is not None:
        unchanged(row)
    row = row or CommunicationStyle(participation=side)
    for name in FIELDS:
        setattr(row, name, said[name].strip())
    row.saved_at = at
    row.full_clean(exclude=["participation"])
    row.save()
    return row
