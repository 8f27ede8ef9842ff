"""What the two write at the end, each on their own and step by step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from completion.models import Farewell
from pairs.models import Pair
from pairs.rules.afterwards import may_write
from people.models import User
from people.versions import Unchanged, as_it_is

FIELDS = ("reached", "learned", "to_organizers", "wants_another", "wants_again", "rhythm")


@transaction.atomic
def save(
    pair: Pair,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Farewell:
    """Keep what one of the two wrote, until the week after the end is over."""
    locked = lock_writable(pair, at)
    if "rhythm" in values and hasattr(locked, "goes_on"):
        raise ValidationError(_("You two are already going on."), code="goes_on")
    row, is_new = Farewell.objects.get_or_create(pair=locked, person=by, defaults={"saved_at": at})
    if not is_new:
        unchanged(row)
    chosen = [name for name in FIELDS if name in values]
    for name in chosen:
        setattr(row, name, values[name])
    row.saved_at = at
    row.full_clean(exclude=["pair", "person"], validate_constraints=False)
    row.save(update_fields=[*chosen, "saved_at"])
    return row


def lock_writable(pair: Pair, at: datetime) -> Pair:
    """For what is written until a week after the end. ValidationError once that is over."""
    locked = Pair.objects.with_people().select_for_update(of=("self",)).get(pk=pair.pk)
    if not may_write(locked, at):
        raise ValidationError(
            _("The week after the end is over. What you wrote stays as it is."), code="over"
        )
    return locked
