"""What somebody looks for, and the wish to hear when somebody fits."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.actions import locks
from directory.models import Seeking
from people.models import User
from people.versions import Unchanged, as_it_is


@transaction.atomic
def save(
    person: User,
    *,
    topics: list[str],
    slots: list[str],
    wants_word: bool,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Seeking:
    """Keep topics and times for cards and suggestions; with `wants_word` we watch for them."""
    if wants_word and not topics:
        raise ValidationError(_("Name at least one topic to watch for."), code="no_topics")
    locks.people(person)
    row = Seeking.objects.filter(person=person).first()
    if row is not None:
        unchanged(row)
    row = row or Seeking(person=person)
    row.topics, row.slots, row.wants_word, row.changed_at = topics, slots, wants_word, at
    row.full_clean(exclude=["person"])
    row.save()
    return row
